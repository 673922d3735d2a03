// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.SplittableRandom;

/**
 * How long to wait before the next start in a panic: 0.5 s, doubling to 30 s. Lengths are in nanoseconds.
 *
 * <p>Each wait is drawn from the upper quarter of its step (75 to 100 %), so that instances that were hit by one cause
 * do not start in step.
 */
final class Backoff {
    static final long FIRST = 500_000_000L;
    static final long LONGEST = 30_000_000_000L;
    private static final long LONGEST_CALM = 300_000_000_000L;
    private static final int CALM_STEPS = 64;

    private final SplittableRandom jitter;
    private long step;

    Backoff(long seed) {
        jitter = new SplittableRandom(seed);
    }

    /** The next step: the first one, or twice the last. */
    void grow() {
        step = step == 0 ? FIRST : Math.min(2 * step, LONGEST);
    }

    /** Back to before the first step. */
    void reset() {
        step = 0;
    }

    /** The present step; 0 before the first. */
    long step() {
        return step;
    }

    /** A wait of the present step, drawn anew at each call. */
    long draw() {
        return step - step / 4 + jitter.nextLong(step / 4 + 1);
    }

    /** How long nothing may fail until the panic is over: 64 steps, at most 5 minutes. */
    long calm() {
        return Math.min(CALM_STEPS * step, LONGEST_CALM);
    }
}
