// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.file.Path;

/**
 * Where a value was given.
 *
 * @param level how strong it is: a higher level replaces what lower ones say about the same option
 * @param text for people
 */
public record Source(Level level, String text) {
    /** From weakest to strongest. */
    public enum Level {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        COMMAND_LINE
    }

    /** Given as an argument. */
    public static final Source COMMAND_LINE = new Source(Level.COMMAND_LINE, "command line");

    static final Source DEFAULT = new Source(Level.DEFAULT, "default");

    static Source variable(String name) {
        return new Source(Level.ENVIRONMENT, "environment variable " + name);
    }

    static Source line(Path file, int number) {
        return new Source(Level.FILE, file + ":" + number);
    }

    static Source file(Path file) {
        return new Source(Level.FILE, file.toString());
    }
}
