// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;

/** No cache came of a training; the text says why, and where more stands. */
public final class TrainingFailed extends Exception {
    private static final long serialVersionUID = 1;

    TrainingFailed(String message) {
        super(message);
    }

    TrainingFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether it comes to the same when it is tried again: it was the code's fault, and not that of disks and folders. */
    boolean lasts() {
        return !(getCause() instanceof IOException);
    }
}
