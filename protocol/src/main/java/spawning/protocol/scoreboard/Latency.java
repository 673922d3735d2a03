// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

/**
 * Buckets of lengths of time: four to each power of two of microseconds, from 1 µs to some 70 minutes, so that a bucket's
 * end is at most a quarter above its begin.
 */
public final class Latency {
    /** How many buckets there are. */
    public static final int BUCKETS = Layout.BUCKETS;

    private static final int STEPS = 4;
    private static final long MICRO = 1000;

    private Latency() {}

    /** The bucket of a length in nanoseconds; what is below zero counts as nothing. */
    public static int bucket(long nanos) {
        long micros = Math.max(0, nanos / MICRO);
        if (micros < STEPS) {
            return (int) micros;
        }
        int power = 63 - Long.numberOfLeadingZeros(micros); // 2 or more
        int step = (int) (micros >>> (power - 2)) & (STEPS - 1);
        return Math.min(BUCKETS - 1, (power - 1) * STEPS + step);
    }

    /** Where a bucket ends, in nanoseconds: what is in it is shorter. The last one has no end, and gives Long.MAX_VALUE. */
    public static long end(int bucket) {
        if (bucket >= BUCKETS - 1) {
            return Long.MAX_VALUE;
        }
        int next = bucket + 1;
        if (next < STEPS) {
            return next * MICRO;
        }
        int power = next / STEPS + 1;
        return (long) (STEPS + next % STEPS) * (1L << (power - 2)) * MICRO;
    }
}
