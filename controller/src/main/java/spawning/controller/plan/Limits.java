// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;

/**
 * After what a worker that serves is replaced, or ended. Zero is no limit, for each.
 *
 * @param maxMemory bytes of the whole instance
 * @param maxWorkerMemory bytes of one worker
 * @param maxAge since a worker became ready
 * @param maxRequests that a worker began
 * @param hangTimeout how long a worker's heartbeat may stand still
 */
public record Limits(long maxMemory, long maxWorkerMemory, Duration maxAge, long maxRequests, Duration hangTimeout) {
    /** Workers serve for ever. */
    public static final Limits NONE = new Limits(0, 0, Duration.ZERO, 0, Duration.ZERO);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException a value is negative; the text names it
     */
    public Limits {
        notNegative("maxMemory", maxMemory);
        notNegative("maxWorkerMemory", maxWorkerMemory);
        notNegative("maxAge", maxAge.toNanos());
        notNegative("maxRequests", maxRequests);
        notNegative("hangTimeout", hangTimeout.toNanos());
    }

    private static void notNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " is " + value + ", must be zero or more");
        }
    }
}
