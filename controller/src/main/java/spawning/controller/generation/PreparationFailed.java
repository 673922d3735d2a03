// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import org.jspecify.annotations.Nullable;

/** A snapshot cannot be made. The message is one line for people; the details are in the log. */
public final class PreparationFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final String details;

    public PreparationFailed(String reason) {
        this(reason, "", null);
    }

    public PreparationFailed(String reason, @Nullable Throwable cause) {
        this(reason, "", cause);
    }

    /**
     * With what the compiler said.
     *
     * @param details as many lines as there are
     */
    PreparationFailed(String reason, String details, @Nullable Throwable cause) {
        super(reason, cause);
        this.details = details;
    }

    /** What the compiler said, which is in the log already; empty when it said nothing. */
    public String details() {
        return details;
    }

    /** The one line. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
