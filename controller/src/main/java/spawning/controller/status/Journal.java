// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import spawning.controller.plan.Milestone;

/** The last milestones, in their order. One thread adds, any may read or wait for more. */
public final class Journal {
    private static final int KEPT = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<Entry> entries = new ArrayList<>();
    private Optional<LastReload> lastReload = Optional.empty();
    private long last;

    /**
     * A milestone and when it was passed.
     *
     * @param number counted from 1, without gaps
     */
    public record Entry(long number, Instant at, Milestone milestone) {}

    /** Adds a milestone. Blocks for as long as others copy the list. */
    public void add(Instant at, Milestone milestone) {
        lock.lock();
        try {
            last++;
            entries.add(new Entry(last, at, milestone));
            lastReload = LastReload.after(lastReload, at, milestone);
            if (entries.size() > KEPT) {
                entries.removeFirst();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the newest entry; 0 if there is none. */
    public long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** The reload that was begun last; empty if there was none. */
    public Optional<LastReload> lastReload() {
        lock.lock();
        try {
            return lastReload;
        } finally {
            lock.unlock();
        }
    }

    /** The entries after this number that are still kept, oldest first. */
    public List<Entry> after(long number) {
        lock.lock();
        try {
            return kept(number);
        } finally {
            lock.unlock();
        }
    }

    /** The same, but waits for one if there is none yet; empty after the time given. */
    public List<Entry> await(long number, long time, TimeUnit unit) throws InterruptedException {
        lock.lock();
        try {
            long left = unit.toNanos(time);
            while (last <= number && left > 0) {
                left = more.awaitNanos(left);
            }
            return kept(number);
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> kept(long number) {
        int skipped = Math.clamp(number - (last - entries.size()), 0, entries.size());
        return List.copyOf(entries.subList(skipped, entries.size()));
    }
}
