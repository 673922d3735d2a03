// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.control;

import java.util.Map;
import spawning.protocol.MessageLine;

/** What the controller says to a {@link ControlRequest}, one line each. A connection that ends without an {@link End} broke. */
public sealed interface ControlReply {
    /** Something that happened on the way, for people; one line. */
    record Progress(String text) implements ControlReply {}

    /**
     * Something that was asked for.
     *
     * @param kind of what: those of one kind that follow each other are to be put together
     * @param text may have many lines
     */
    record Data(String kind, String text) implements ControlReply {}

    /**
     * The last reply.
     *
     * @param text for people, one line; may be empty
     */
    record End(Outcome outcome, String text) implements ControlReply {}

    /** The line that says it, without its line feed. */
    default String encode() {
        return switch (this) {
            case Progress(String text) -> MessageLine.encodeWhole("progress", Map.of("text", text));
            case Data(String kind, String text) -> MessageLine.encodeWhole("data", Map.of("kind", kind, "text", text));
            case End(Outcome outcome, String text) ->
                MessageLine.encodeWhole("end", Map.of("code", Integer.toString(outcome.code()), "text", text));
        };
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException the line is no reply of this version; the text says why
     */
    static ControlReply decode(String line) {
        MessageLine message = MessageLine.decode(line);
        return switch (message.verb()) {
            case "progress" -> new Progress(message.text("text"));
            case "data" -> new Data(message.text("kind"), message.text("text"));
            case "end" -> new End(Outcome.of(message.text("code")), message.text("text"));
            default -> throw new IllegalArgumentException("unknown reply of a controller: " + message.verb());
        };
    }
}
