// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

/** The exit codes of the controller; fixed, for init scripts rely on them. */
public enum ExitStatus {
    /** Stopped as asked. */
    STOPPED(0),
    /** A fault of Spawning itself. */
    INTERNAL(1),
    /** The command line or the configuration is wrong; nothing was started. */
    USAGE(2),
    /** An address cannot be bound. */
    CANNOT_BIND(3),
    /** The application never came up. */
    NEVER_UP(4);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The process exit code, 0 to 4. */
    public int code() {
        return code;
    }
}
