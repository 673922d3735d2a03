// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import org.jspecify.annotations.Nullable;

/**
 * Keeps listeners open while an application that is being developed has not come as far as to have workers: whoever asks
 * is told why. Used by one thread.
 */
public final class Standby {
    private boolean wanted;
    private @Nullable ListenerLease kept;

    /** @param wanted false: for an application that is not being developed, nothing is ever kept */
    public Standby(boolean wanted) {
        this.wanted = wanted;
    }

    /** A generation that will not be, or is no more, does not need its listeners. */
    public void giveBack(ListenerLease lease) {
        if (wanted && kept == null) {
            kept = lease;
        } else {
            var _ = lease.release();
        }
    }

    /** Whether some are kept. */
    public boolean isKeeping() {
        return kept != null;
    }

    /** A generation has listeners of its own from here on. To be called when nobody uses those that were kept. */
    public void end() {
        wanted = false;
        if (kept != null) {
            var _ = kept.release();
            kept = null;
        }
    }
}
