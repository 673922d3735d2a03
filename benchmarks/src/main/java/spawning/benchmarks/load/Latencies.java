// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import java.time.Duration;
import java.util.List;

/**
 * What a paced client has measured.
 *
 * @param nanos from the moment a request was due to the end of its answer, ascending
 * @param failures requests without the expected answer
 * @param unsent requests that the client gave up, because the server was too far behind
 */
public record Latencies(List<Long> nanos, long failures, long unsent) {
    public Latencies {
        nanos = nanos.stream().sorted().toList();
    }

    /** All of them together. */
    public static Latencies of(List<Latencies> parts) {
        return new Latencies(
                parts.stream().flatMap(part -> part.nanos().stream()).toList(),
                parts.stream().mapToLong(Latencies::failures).sum(),
                parts.stream().mapToLong(Latencies::unsent).sum());
    }

    /** Requests that were due and were not answered as they should. */
    public long lost() {
        return failures + unsent;
    }

    /** In milliseconds. */
    public double millis(double percent) {
        return percentile(percent).toNanos() / 1e6;
    }

    /** The nearest-rank percentile; zero where nothing was measured. */
    public Duration percentile(double percent) {
        if (nanos.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(percent / 100 * nanos.size());
        return Duration.ofNanos(nanos.get(Math.clamp(rank - 1, 0, nanos.size() - 1)));
    }
}
