// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a line of the access log looks: what {@code --log-format} says, taken apart. */
public sealed interface LogFormat {
    /** The words that stand for a format. */
    List<String> NAMES = List.of("spawning", "common", "combined", "json");

    /** The most that a line takes, its line feed included: what the kernel writes to a pipe in one piece (PIPE_BUF, pipe(7)). */
    int MAX_LINE = 4096;

    /** What a field of any length gets at least, in bytes. */
    int LEAST_TEXT = 64;

    /** An object of JSON a line. */
    record Json() implements LogFormat {}

    /** Parts, one after another. */
    record Pattern(List<Part> parts) implements LogFormat {
        public Pattern {
            parts = List.copyOf(parts);
        }

        /**
         * Written out, for the JDK makes what a record has by itself when it first runs: at the boot of each worker. Formats
         * that have a name are one object each, whose list is not looked into.
         */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pattern(List<Part> its) && parts.equals(its);
        }

        @Override
        public int hashCode() {
            return parts.hashCode();
        }
    }

    /** A part of a line. */
    sealed interface Part {
        /** How much of a line it takes at least. */
        int leastBytes();
    }

    /** Text that is in each line, without line ends. */
    record Literal(String text) implements Part {
        @Override
        public int leastBytes() {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /**
     * Something of the request.
     *
     * @param name of a header; empty for what is no header
     */
    record Value(LogField field, String name) implements Part {
        @Override
        public int leastBytes() {
            return field.bytes() == 0 ? LEAST_TEXT : field.bytes();
        }
    }

    /**
     * Reads what {@code --log-format} was given: a name, or a format string, which has a percent sign.
     *
     * @throws IllegalArgumentException it is no format; the text says where and what is allowed
     */
    static LogFormat parse(String text) {
        return switch (text) {
            case "spawning" -> PatternReader.SPAWNING;
            case "common" -> PatternReader.COMMON;
            case "combined" -> PatternReader.COMBINED;
            case "json" -> new Json();
            default -> {
                if (text.indexOf('%') < 0) {
                    throw new IllegalArgumentException("\"" + text + "\" is no format; give one of "
                            + String.join(", ", NAMES) + ", or a format string such as '%h %t \"%r\" %>s %B %T %L'");
                }
                yield new PatternReader(text).read();
            }
        };
    }
}
