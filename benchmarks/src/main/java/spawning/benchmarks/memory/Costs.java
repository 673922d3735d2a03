// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import spawning.benchmarks.report.Summary;

/** All that was measured, and the questions that the report asks. */
public record Costs(List<Cost> all) {
    private static final double MB = 1 << 20;

    public Costs {
        all = List.copyOf(all);
    }

    List<Cost> of(String subject, int processes) {
        return all.stream()
                .filter(cost -> cost.subject().equals(subject) && cost.processes() == processes)
                .toList();
    }

    /** Megabytes. */
    Summary controller(String subject, int processes) {
        return megabytes(subject, processes, Cost::controller);
    }

    /** Megabytes. */
    Summary idle(String subject, int processes) {
        return megabytes(subject, processes, Cost::idle);
    }

    /** Megabytes. */
    Summary loaded(String subject, int processes) {
        return megabytes(subject, processes, Cost::loaded);
    }

    /** Seconds; empty where nothing says it. */
    Optional<Summary> ready(String subject, int processes) {
        List<Double> seconds = of(subject, processes).stream()
                .flatMap(cost -> cost.ready().stream())
                .toList();
        return seconds.isEmpty() ? Optional.empty() : Optional.of(Summary.of(seconds));
    }

    /** Seconds. */
    Summary answer(String subject, int processes) {
        return Summary.of(of(subject, processes).stream().map(Cost::answer).toList());
    }

    /**
     * Megabytes that each process costs beyond the fewer ones, round by round.
     *
     * @param fewer than {@code processes}; 0 is none, which cost nothing
     */
    public Summary further(String subject, int fewer, int processes, boolean loaded) {
        ToDoubleFunction<Cost> bytes = loaded ? Cost::loaded : Cost::idle;
        List<Cost> more = of(subject, processes);
        List<Cost> less = of(subject, fewer);
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < more.size(); i++) {
            double before = less.isEmpty() ? 0 : bytes.applyAsDouble(less.get(Math.min(i, less.size() - 1)));
            each.add((bytes.applyAsDouble(more.get(i)) - before) / MB / (processes - fewer));
        }
        return Summary.of(each);
    }

    private Summary megabytes(String subject, int processes, ToDoubleFunction<Cost> bytes) {
        return Summary.of(of(subject, processes).stream()
                .map(cost -> bytes.applyAsDouble(cost) / MB)
                .toList());
    }
}
