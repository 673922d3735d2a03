// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import java.time.Duration;

/**
 * What wrk has measured in one run.
 *
 * @param requests answered
 * @param p50 latency under full load, from the sending of a request
 * @param badStatus answers that were not 2xx or 3xx
 * @param socketErrors failed connects, reads and writes
 * @param timeouts answers that took longer than wrk waits (2 s)
 */
public record WrkResult(
        long requests,
        Duration duration,
        Duration p50,
        Duration p99,
        Duration max,
        long badStatus,
        long socketErrors,
        long timeouts) {

    public double requestsPerSecond() {
        return requests * 1e9 / duration.toNanos();
    }

    public long errors() {
        return badStatus + socketErrors + timeouts;
    }
}
