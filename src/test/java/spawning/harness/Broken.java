// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;

/** A request got no whole and right response. */
public final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    /** How. */
    public enum How {
        /** Refused, or no answer to the first packet. */
        NOT_CONNECTED,
        /** The connection ended with an error. */
        RESET,
        /** The connection ended before the first byte of the response. */
        NO_RESPONSE,
        /** The connection ended within the response. */
        TRUNCATED,
        /** Nothing came for too long. */
        TIMED_OUT,
        /** Something came that is not what was asked for. */
        WRONG
    }

    private final How how;

    public Broken(How how, String what) {
        super(how + ": " + what);
        this.how = how;
    }

    public Broken(How how, String what, IOException cause) {
        super(how + ": " + what + ": " + cause, cause);
        this.how = how;
    }

    /** In which way. */
    public How how() {
        return how;
    }
}
