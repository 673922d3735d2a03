// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.util.Optional;
import spawning.benchmarks.load.Latencies;
import spawning.benchmarks.load.WrkResult;

/**
 * All that was measured when one contender was visited once.
 *
 * @param round counted over all starts, from 1
 * @param place in the order of its round, from 1
 * @param wrk at full load
 * @param cpuSeconds of all its processes while wrk ran
 * @param allocatedBytes by its JVMs while wrk ran; empty for a contender without JVM
 * @param rssBytes of all its processes after wrk
 * @param pssBytes likewise, shared pages counted once
 * @param paced at the workload's fixed rate
 * @param halfRate half of what wrk has seen, requests per second
 * @param half at that rate
 */
public record Visit(
        Workload workload,
        String contender,
        int start,
        int round,
        int place,
        WrkResult wrk,
        double cpuSeconds,
        Optional<Long> allocatedBytes,
        long rssBytes,
        long pssBytes,
        Latencies paced,
        int halfRate,
        Latencies half) {

    public double cpuSecondsPer10000() {
        return cpuSeconds * 10_000 / Math.max(1, wrk.requests());
    }

    public Optional<Double> allocatedPerRequest() {
        return allocatedBytes.map(bytes -> (double) bytes / Math.max(1, wrk.requests()));
    }

    public long errors() {
        return wrk.errors() + paced.lost() + half.lost();
    }
}
