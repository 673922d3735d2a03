// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.connect;

import spawning.protocol.control.Outcome;

/** A command cannot go on; the text says why, for people. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final Outcome outcome;

    public Failure(Outcome outcome, String text) {
        super(text);
        this.outcome = outcome;
    }

    /** What to exit with. */
    public Outcome outcome() {
        return outcome;
    }
}
