// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.util.Map;

/** What the reloader says to the controller, one {@linkplain MessageLine line} each on its descriptor 4. */
public sealed interface ReloaderMessage {
    /**
     * What is watched has changed, and has been quiet since: time to reload.
     *
     * @param what changed, for people: {@code src/Shop.java and 3 more}, {@code git 1a2b3c4 -> 5d6e7f8}
     */
    record Changed(String what) implements ReloaderMessage {}

    /** What is ordered is watched: whatever changes from now on leads to {@link Changed}. For people and tests. */
    record Watching(String what) implements ReloaderMessage {}

    /** Something that people should know, such as that a folder has to be polled. */
    record Warning(String text) implements ReloaderMessage {}

    /** The line that says it, without its line feed. */
    default String encode() {
        return switch (this) {
            case Changed(String what) -> MessageLine.encode("changed", Map.of("what", what));
            case Watching(String what) -> MessageLine.encode("watching", Map.of("what", what));
            case Warning(String text) -> MessageLine.encode("warning", Map.of("text", text));
        };
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException the line is no message of this version; the text says why
     */
    static ReloaderMessage decode(String line) {
        MessageLine message = MessageLine.decode(line);
        return switch (message.verb()) {
            case "changed" -> new Changed(message.text("what"));
            case "watching" -> new Watching(message.text("what"));
            case "warning" -> new Warning(message.text("text"));
            default -> throw new IllegalArgumentException("unknown message from the reloader: " + line);
        };
    }
}
