// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.signal;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import spawning.controller.posix.Posix;

/**
 * Knows what a HUP means. The kernel sends one when the controlling terminal goes away, and takes that terminal from
 * all processes of the session (credentials(7), tty(4)); people send one to ask for a reload. Under nohup, which ignores
 * it, only people can mean it. The loss of a terminal may bring two, one of the kernel and one passed on by the shell.
 */
public final class Terminal {
    private final boolean nohup;
    private final boolean hadTerminal;
    private final BooleanSupplier hasTerminal;

    Terminal(boolean nohup, BooleanSupplier hasTerminal) {
        this.nohup = nohup;
        this.hasTerminal = hasTerminal;
        this.hadTerminal = hasTerminal.getAsBoolean();
    }

    /** Looks at this process. To be called before {@link Signals#install}. */
    public static Terminal atStart() throws IOException {
        return new Terminal(Signals.isHangupIgnored(), Posix::hasControllingTerminal);
    }

    /**
     * Whether a HUP that has just come says that our terminal went away, so that it asks for a graceful stop; else it asks
     * for a reload. Any thread; opens /dev/tty for a moment.
     */
    public boolean hangupMeansStop() {
        return !nohup && hadTerminal && !hasTerminal.getAsBoolean();
    }
}
