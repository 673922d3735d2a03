// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A line that the preparer writes to its stdout for the controller: a word and a sentence. What the JVM has to say goes
 * to stderr.
 */
record PreparerMessage(Kind kind, String sentence) {
    /** What a line is. */
    enum Kind {
        DEBUG,
        WARN,
        /** What the compiler wants people to read. */
        CONSOLE,
        /** Why there is no snapshot. */
        FAILED,
        /** The exit code, and the last line of a request: from a preparer that stays. */
        END
    }

    String toLine() {
        return kind + " " + sentence.replaceAll("\\R", " ");
    }

    /** Present in the last line of a request. */
    OptionalInt exitCode() {
        return kind == Kind.END && sentence.matches("\\d{1,3}")
                ? OptionalInt.of(Integer.parseInt(sentence))
                : OptionalInt.empty();
    }

    /** Empty for a line that is none of ours, such as one that the JVM wrote itself. */
    static Optional<PreparerMessage> parse(String line) {
        return Arrays.stream(Kind.values())
                .filter(kind -> line.startsWith(kind + " "))
                .map(kind ->
                        new PreparerMessage(kind, line.substring(kind.name().length() + 1)))
                .findFirst();
    }
}
