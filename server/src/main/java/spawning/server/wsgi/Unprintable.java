// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

/**
 * Stands in the log for a failure that cannot be printed: its message is code of the application, or of a library that makes
 * it when it is asked for, and may throw itself.
 */
final class Unprintable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unprintable(Throwable failure, Throwable why) {
        super(failure.getClass().getName() + ", whose message cannot be had ("
                + why.getClass().getName() + ")");
        setStackTrace(failure.getStackTrace());
    }

    /** The failure, or what stands for it. */
    static Throwable replaced(Throwable failure) {
        try {
            check(failure, 0);
            return failure;
        } catch (Throwable why) { // whatever it is, it must not take the place of the failure
            return new Unprintable(failure, why);
        }
    }

    /** Asks for all that a log asks for. Cycles end with the depth. */
    private static void check(Throwable failure, int depth) {
        if (failure.toString() == null || depth > 20) {
            return;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            check(suppressed, depth + 1);
        }
        Throwable cause = failure.getCause();
        if (cause != null) {
            check(cause, depth + 1);
        }
    }
}
