// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.fairness;

import java.util.List;
import java.util.Map;
import spawning.benchmarks.load.Latencies;
import spawning.benchmarks.report.Summary;

/**
 * What new connections met while one of the workers was occupied.
 *
 * @param what the worker did
 * @param pid of the occupied worker
 * @param share of the time in which it could not serve, from 0 to 1
 * @param longest time in which it could not, seconds
 * @param answers from connecting to the end of the answer
 */
public record Occupied(
        String what, int workers, String pid, double share, double longest, Spread spread, Latencies answers) {

    /** Connections that the occupied worker took, of what an equal share would have been. */
    double ofEqualShare() {
        int all = spread.connections().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return spread.of(pid) * (double) workers / all;
    }

    String row() {
        List<Integer> others = spread.connections().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(pid))
                .map(Map.Entry::getValue)
                .toList();
        Summary other = Summary.of(others.stream().map(Integer::doubleValue).toList());
        return "| %s | %.0f %% | %.0f | **%d** | %s | %.2f | %.2f, %.2f, %.2f |%n"
                .formatted(
                        what,
                        share * 100,
                        longest * 1000,
                        spread.of(pid),
                        other.text("%.0f"),
                        ofEqualShare(),
                        answers.millis(50),
                        answers.millis(99),
                        answers.millis(100));
    }
}
