// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import spawning.controller.ExitStatus;

/** Something that has to be arranged before anything is served cannot be. Its message is one sentence for people. */
public final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1;

    private final ExitStatus status;

    public CannotStartException(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    public CannotStartException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** What to leave with. */
    public ExitStatus status() {
        return status;
    }
}
