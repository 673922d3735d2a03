// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param name of the run, in the names of its results
 * @param starts how often each contender is started anew for each workload: the JIT decides differently each time
 * @param warmUp of each JVM after its start; others get a second
 * @param rounds in each of which every contender is visited once
 * @param throughput how long wrk runs in a visit, whole seconds
 * @param paced how long the paced client runs in a visit
 * @param connections of wrk
 * @param pacedConnections of the paced client
 * @param only names of contenders; empty is all
 * @param against the contender that ratios are computed against
 * @param workloads at least one
 * @param seed of the order of the visits
 */
public record Plan(
        String name,
        int starts,
        Duration warmUp,
        int rounds,
        Duration throughput,
        Duration paced,
        int connections,
        int pacedConnections,
        boolean variants,
        List<String> only,
        String against,
        List<Workload> workloads,
        long seed) {

    public Plan {
        if (starts < 1 || rounds < 1 || throughput.toSeconds() < 1 || connections < 1) {
            throw new IllegalArgumentException("a plan needs 1 or more starts, rounds, seconds and connections");
        }
        only = List.copyOf(only);
        workloads = List.copyOf(workloads);
    }

    public boolean includes(String contender) {
        return only.isEmpty() || only.contains(contender);
    }
}
