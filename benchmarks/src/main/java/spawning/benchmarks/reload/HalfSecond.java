// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import spawning.benchmarks.load.Latencies;

/**
 * The requests that were due in half a second.
 *
 * @param second at which it begins, from the first request
 * @param reloading whether a reload was going on
 */
record HalfSecond(String contender, double second, boolean reloading, Latencies latencies) {
    static final String HEADER = "contender,second,reloading,answered,lost,p50_ms,p99_ms,max_ms\n";

    private static final long NANOS = 500_000_000;

    static List<HalfSecond> of(Reloaded run) {
        List<HalfSecond> parts = new ArrayList<>();
        long begin = run.timeline().begin();
        for (long at = 0; at < run.timeline().length().toNanos(); at += NANOS) {
            long from = begin + at;
            long to = from + NANOS;
            boolean reloading = run.reloads().stream().anyMatch(span -> span.from() < to && span.to() > from);
            parts.add(new HalfSecond(
                    run.contender().name(), at / 1e9, reloading, run.timeline().between(from, to)));
        }
        return parts;
    }

    String csv() {
        return String.format(
                Locale.ROOT,
                "%s,%.1f,%b,%d,%d,%.3f,%.3f,%.3f%n",
                contender,
                second,
                reloading,
                latencies.nanos().size(),
                latencies.lost(),
                latencies.millis(50),
                latencies.millis(99),
                latencies.millis(100));
    }
}
