// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

/** An answer that is not what the client hoped for. The message is shown to it. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String allowed;

    Problem(int status, String message) {
        this(status, message, "");
    }

    private Problem(int status, String message, String allowed) {
        super(message, null, false, false); // no stack trace: it is no bug
        this.status = status;
        this.allowed = allowed;
    }

    /** Another method than these, which are separated by commas. */
    static Problem notAllowed(String allowed) {
        return new Problem(405, "This answers " + allowed + " only.", allowed);
    }

    int status() {
        return status;
    }

    /** What {@code Allow} says, as RFC 9110 wants it with 405; empty otherwise. */
    String allowed() {
        return allowed;
    }
}
