// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

/** An answer that is not what the client hoped for. The message is shown to it. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    Problem(int status, String message) {
        super(message, null, false, false); // no stack trace: it is no bug
        this.status = status;
    }

    int status() {
        return status;
    }
}
