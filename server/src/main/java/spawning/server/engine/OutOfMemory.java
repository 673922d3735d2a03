// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.engine;

import org.jspecify.annotations.Nullable;

/** Tells whether something failed for want of memory. */
public final class OutOfMemory {
    /** A chain of causes may be a circle. */
    private static final int MAX_CAUSES = 20;

    private OutOfMemory() {}

    /** Whether it is an OutOfMemoryError, or was caused by one. Allocates nothing. */
    public static boolean in(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
