// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.time.Duration;

/**
 * Whether requests are so short of late that to wait for one costs less than to wake a thread for the next. A mean that
 * forgets: each request counts for an eighth. Any thread; when two tell at once, one of them may not count.
 */
class Pace {
    /**
     * A mean up to this is brief: waking a thread takes some 10 to 50 µs of a processor. Not more, for then a request waits,
     * as for another server on this machine, and those of several threads had better do so at the same time.
     */
    private static final long BRIEF_NANOS = Duration.ofNanos(40_000).toNanos();

    /** The most that one request counts for, so that a rare long one is soon forgotten. */
    private static final long MOST_NANOS = Duration.ofNanos(400_000).toNanos();

    private static final int WEIGHT = 8;

    /** At the beginning nothing is brief, for code that has never run is not. */
    private volatile long mean = MOST_NANOS;

    boolean brief() {
        return mean <= BRIEF_NANOS;
    }

    /** A request has taken so long, by the clock on the wall. */
    void took(long nanos) {
        long counted = Math.min(nanos, MOST_NANOS);
        long before = mean;
        mean = before + (counted - before) / WEIGHT;
    }

    /** One takes long at this moment. */
    void stalls() {
        took(MOST_NANOS);
        mean = Math.max(mean, BRIEF_NANOS + 1);
    }
}
