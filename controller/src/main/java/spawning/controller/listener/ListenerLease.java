// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.util.List;

/** The right of one generation to its listeners. Any thread. */
public final class ListenerLease {
    private final Listeners listeners;
    private final List<BoundListener> all;
    private final List<BoundListener> added;
    private boolean released;

    ListenerLease(Listeners listeners, List<BoundListener> all, List<BoundListener> added) {
        this.listeners = listeners;
        this.all = List.copyOf(all);
        this.added = List.copyOf(added);
    }

    /** The listeners in the order of the binds; open until this is released. */
    public List<BoundListener> all() {
        return all;
    }

    /** Those of them that no other lease had when this one was made. */
    public List<BoundListener> added() {
        return added;
    }

    /**
     * Ends this lease; again has no effect. Does not touch the copies that workers hold.
     *
     * @return the listeners that were closed by it, as no other lease has them
     */
    public List<BoundListener> release() {
        synchronized (this) {
            if (released) {
                return List.of();
            }
            released = true;
        }
        return listeners.release(all);
    }
}
