// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Gauge;
import spawning.protocol.scoreboard.Latency;
import spawning.protocol.scoreboard.ScoreboardView;

/** Sums over workers of what only grows. Immutable. */
public final class Totals {
    /** Of no worker. */
    public static final Totals NONE = new Totals(0, Map.of(), new long[Latency.BUCKETS], 0, 0);

    /** Read in this order, requests are never fewer than answers, nor answers than failures. */
    private static final List<Counter> OUTCOMES_FIRST =
            List.of(Counter.values()).reversed();

    private final long workers;
    private final Map<Counter, Long> counters;
    private final long[] latencies;
    private final long collections;
    private final long collectionMillis;

    private Totals(
            long workers, Map<Counter, Long> counters, long[] latencies, long collections, long collectionMillis) {
        this.workers = workers;
        this.counters = counters;
        this.latencies = latencies;
        this.collections = collections;
        this.collectionMillis = collectionMillis;
    }

    /** With what this worker has counted so far. Negative values, which only a broken worker writes, count as nothing. */
    public Totals plus(ScoreboardView board) {
        Map<Counter, Long> counted = new EnumMap<>(Counter.class);
        for (Counter counter : OUTCOMES_FIRST) {
            counted.put(counter, count(counter) + Math.max(0, board.count(counter)));
        }
        long[] buckets = board.latencies();
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = latencies[i] + Math.max(0, buckets[i]);
        }
        return new Totals(
                workers + 1,
                counted,
                buckets,
                collections + Math.max(0, board.get(Gauge.GC_COUNT)),
                collectionMillis + Math.max(0, board.get(Gauge.GC_MILLIS)));
    }

    /** Over how many workers. */
    public long workers() {
        return workers;
    }

    /** What all counted. */
    public long count(Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    /** How many requests ended, by {@linkplain Latency bucket}; a copy. */
    public long[] latencies() {
        return latencies.clone();
    }

    /** Garbage collections. */
    public long collections() {
        return collections;
    }

    /** Milliseconds spent in them. */
    public long collectionMillis() {
        return collectionMillis;
    }

    @Override
    public String toString() {
        return workers + " workers " + counters;
    }
}
