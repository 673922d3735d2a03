// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import java.time.Instant;

/** Where the controller's thread publishes how things stand. */
public final class StatusBoard {
    private final Instant startedAt;
    private final long startedNanos;
    private final Journal journal = new Journal();
    private volatile Site site;
    private volatile Runnable observer = () -> {};

    /**
     * @param first how things stand before anything was planned
     */
    public StatusBoard(Site first) {
        this.startedAt = first.at();
        this.startedNanos = first.atNanos();
        this.site = first;
    }

    /** When the controller began. */
    public Instant startedAt() {
        return startedAt;
    }

    /** The same by the monotonic clock. */
    public long startedNanos() {
        return startedNanos;
    }

    /** What happened lately. */
    public Journal journal() {
        return journal;
    }

    /** How things stand. Any thread; never older than the controller's last step. */
    public Site site() {
        return site;
    }

    /** Has this run, by the controller's thread, whenever another generation is what all workers shall run. */
    public void onAnotherTarget(Runnable other) {
        observer = other;
    }

    /** The controller's thread. */
    public void publish(Site now) {
        int before = site.standing().target();
        site = now;
        if (before != 0 && before != now.standing().target()) {
            observer.run();
        }
    }
}
