// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;

/** No cache came of a training; the text says why, and where more stands. */
public final class TrainingFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean late;

    TrainingFailed(String message) {
        super(message);
        this.late = false;
    }

    TrainingFailed(String message, Throwable cause) {
        super(message, cause);
        this.late = false;
    }

    private TrainingFailed(String message, boolean late) {
        super(message);
        this.late = late;
    }

    /** It was not done in time. */
    static TrainingFailed late(String message) {
        return new TrainingFailed(message, true);
    }

    /** Whether it was not done in time, for which the code or a busy machine may be to blame. */
    boolean late() {
        return late;
    }

    /** Whether it comes to the same when it is tried again: it was the code's fault, and not that of disks and folders. */
    boolean lasts() {
        return !(getCause() instanceof IOException);
    }
}
