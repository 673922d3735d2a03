// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.time.Duration;
import java.util.List;
import spawning.benchmarks.contender.Contenders;

/**
 * How much is measured.
 *
 * @param name of the run, in the names of its results
 * @param starts how often each contender is started anew for each workload: the JIT decides differently each time
 * @param warmUp of each JVM after its start; others get a second
 * @param rounds in each of which every contender is visited once
 * @param throughput how long wrk runs in a visit, whole seconds
 * @param paced how long the paced client runs in a visit, at the fixed rate of the workload; zero is not at all
 * @param half likewise, at half of what wrk has just seen
 * @param connections of wrk
 * @param pacedConnections of the paced client
 * @param variants whether all contenders are measured, not only those of a quick run
 * @param only names of contenders; empty leaves it to {@code variants}
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
        Duration half,
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

    /** Whether that contender is measured: those that were named, otherwise all, or those of a quick run. */
    public boolean includes(String contender) {
        return only.isEmpty() ? variants || Contenders.isQuick(contender) : only.contains(contender);
    }
}
