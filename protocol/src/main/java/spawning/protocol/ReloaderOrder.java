// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the controller says to the reloader, one {@linkplain MessageLine line} each on its descriptor 3. The end of that
 * pipe means that the controller is gone; the reloader then leaves.
 */
public sealed interface ReloaderOrder {
    /**
     * Watches what a {@link WatchList} says, instead of what was watched before. Nothing that changed in between is
     * missed.
     *
     * @param list the file in which it is written; it may be removed once the next list was ordered
     */
    record Watch(Path list) implements ReloaderOrder {}

    /** The line that says it, without its line feed. */
    default String encode() {
        return switch (this) {
            case Watch(Path list) -> MessageLine.encode("watch", Map.of("list", list.toString()));
        };
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException the line is no order of this version; the text says why
     */
    static ReloaderOrder decode(String line) {
        MessageLine message = MessageLine.decode(line);
        if (message.verb().equals("watch")) {
            return new Watch(Path.of(message.text("list")));
        }
        throw new IllegalArgumentException("unknown order to the reloader: " + line);
    }
}
