// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import org.jspecify.annotations.Nullable;

/** A snapshot cannot be made. The message is one line for people; the details are in the log. */
public final class PreparationFailed extends Exception {
    private static final long serialVersionUID = 1;

    public PreparationFailed(String reason) {
        super(reason);
    }

    public PreparationFailed(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** The one line. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
