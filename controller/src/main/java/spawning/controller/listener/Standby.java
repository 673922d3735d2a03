// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps listeners open while an application that is being developed has not come as far as to have workers: whoever asks
 * is told why, at each address that the configuration has named meanwhile. Used by one thread.
 */
public final class Standby {
    private boolean wanted;
    private final List<ListenerLease> kept = new ArrayList<>();

    /** @param wanted false: for an application that is not being developed, nothing is ever kept */
    public Standby(boolean wanted) {
        this.wanted = wanted;
    }

    /** A generation that will not be, or is no more, does not need its listeners. */
    public void giveBack(ListenerLease lease) {
        if (wanted && (kept.isEmpty() || !lease.added().isEmpty())) {
            kept.add(lease);
        } else {
            var _ = lease.release();
        }
    }

    /** Whether some are kept. */
    public boolean isKeeping() {
        return !kept.isEmpty();
    }

    /** A generation has listeners of its own from here on. To be called when nobody uses those that were kept. */
    public void end() {
        wanted = false;
        kept.forEach(ListenerLease::release);
        kept.clear();
    }
}
