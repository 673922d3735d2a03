// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import spawning.controller.status.Totals;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Latency;

/**
 * How long requests took, as a histogram. Its bounds are the powers of two of microseconds from 256 µs to 134 s, for at
 * each of them a {@linkplain Latency bucket} of the scoreboards ends, so that counts are exact.
 */
final class Durations {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;
    private static final long FIRST_NANOS = 256_000;
    private static final int BOUNDS = 20;

    private Durations() {}

    static MetricSnapshot of(Totals totals) {
        double[] bounds = new double[BOUNDS + 1];
        long[] counts = new long[BOUNDS + 1];
        long[] latencies = totals.latencies();
        int bucket = 0;
        for (int i = 0; i <= BOUNDS; i++) {
            boolean last = i == BOUNDS;
            long end = last ? Long.MAX_VALUE : FIRST_NANOS << i;
            bounds[i] = last ? Double.POSITIVE_INFINITY : end / NANOS;
            while (bucket < latencies.length && Latency.end(bucket) <= end) {
                counts[i] += latencies[bucket];
                bucket++;
            }
        }
        return HistogramSnapshot.builder()
                .name("spawning_request_duration_seconds")
                .help("Time from a request's complete head to the end of its response.")
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                        .sum(totals.count(Counter.DURATION_MICROS) / MICROS)
                        .build())
                .build();
    }
}
