// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.util.concurrent.atomic.AtomicLongArray;

/** Since when each of some threads runs its request. A thread tells of itself; any thread may ask, and sees what was so a moment ago. */
final class RunningSince {
    /** A cache line for each, since each is written with each request. */
    private static final int APART = 64 / Long.BYTES;

    private final AtomicLongArray begun;

    /** Nobody runs anything. */
    RunningSince(int number) {
        begun = new AtomicLongArray(number * APART);
    }

    /** It begins, by System.nanoTime. */
    void begin(int thread, long now) {
        begun.setRelease(thread * APART, now | 1); // 0 is for none
    }

    void end(int thread) {
        begun.setRelease(thread * APART, 0);
    }

    /** Whether it runs something and has for longer than that, by System.nanoTime. */
    boolean longer(int thread, long nanos, long now) {
        long since = begun.getAcquire(thread * APART);
        return since != 0 && now - since > nanos;
    }
}
