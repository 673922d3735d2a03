// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.fairness;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many connections each worker has, by its pid. */
public record Spread(Map<String, Integer> connections) {
    public Spread {
        connections = Map.copyOf(connections);
    }

    static Spread of(Collection<String> pids) {
        Map<String, Integer> counts = new HashMap<>();
        pids.forEach(pid -> counts.merge(pid, 1, Integer::sum));
        return new Spread(counts);
    }

    int of(String pid) {
        return connections.getOrDefault(pid, 0);
    }

    /** Busiest to idlest of so many workers; infinite where one of them has none. */
    double ratio(int workers) {
        if (connections.size() < workers) {
            return Double.POSITIVE_INFINITY;
        }
        return (double) Collections.max(connections.values()) / Collections.min(connections.values());
    }

    List<Integer> ascending() {
        return connections.values().stream().sorted().toList();
    }
}
