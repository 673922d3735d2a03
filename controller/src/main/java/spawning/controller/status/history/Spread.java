// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.history;

import java.util.OptionalDouble;
import spawning.protocol.scoreboard.Latency;

/** How long some requests took, by {@linkplain Latency bucket}; so all that is said of it is up to a quarter too much. */
public final class Spread {
    private static final double NANOS = 1e9;

    private final long[] counts;
    private final long total;

    private Spread(long[] counts) {
        this.counts = counts;
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        this.total = sum;
    }

    /** Of the requests that ended between two readings of what only grows. */
    public static Spread between(long[] before, long[] after) {
        long[] counts = new long[Latency.BUCKETS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.max(0, after[i] - before[i]);
        }
        return new Spread(counts);
    }

    /** The seconds within which this part of the requests ended, such as 0.99 of them; empty if there were none. */
    public OptionalDouble quantile(double part) {
        if (total == 0) {
            return OptionalDouble.empty();
        }
        long wanted = Math.max(1, (long) Math.ceil(part * total));
        long seen = 0;
        int bucket = 0;
        while (seen + counts[bucket] < wanted) {
            seen += counts[bucket];
            bucket++;
        }
        return OptionalDouble.of(seconds(bucket));
    }

    /** The seconds within which all ended; empty if there were none. */
    public OptionalDouble max() {
        return quantile(1);
    }

    /** The last bucket has no end, and is taken for as long as it begins. */
    private static double seconds(int bucket) {
        return Latency.end(Math.min(bucket, Latency.BUCKETS - 2)) / NANOS;
    }
}
