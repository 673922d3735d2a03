// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import spawning.benchmarks.Visit;
import spawning.benchmarks.Workload;

/** The visits of a run, and the questions a report asks of them. */
public record Results(List<Visit> visits, String baseline) {
    public Results {
        visits = List.copyOf(visits);
    }

    /** Contenders that were visited with that workload, the fastest median first. */
    public List<String> contenders(Workload workload) {
        var names = new LinkedHashSet<String>();
        of(workload).forEach(visit -> names.add(visit.contender()));
        return names.stream()
                .sorted((a, b) -> Double.compare(
                        throughput(workload, b).median(),
                        throughput(workload, a).median()))
                .toList();
    }

    public Summary throughput(Workload workload, String contender) {
        return summary(workload, contender, visit -> visit.wrk().requestsPerSecond());
    }

    public Summary summary(Workload workload, String contender, ToDoubleFunction<Visit> value) {
        return Summary.of(
                of(workload, contender).stream().map(value::applyAsDouble).toList());
    }

    /** Throughput against the baseline's of the same round; empty where no round has both. */
    public Optional<Summary> ratio(Workload workload, String contender) {
        List<Double> ratios = of(workload, contender).stream()
                .flatMap(visit -> of(workload, baseline).stream()
                        .filter(base -> base.round() == visit.round())
                        .map(base ->
                                visit.wrk().requestsPerSecond() / base.wrk().requestsPerSecond()))
                .toList();
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Summary.of(ratios));
    }

    public List<Visit> of(Workload workload, String contender) {
        return of(workload).stream()
                .filter(visit -> visit.contender().equals(contender))
                .toList();
    }

    private List<Visit> of(Workload workload) {
        return visits.stream().filter(visit -> visit.workload() == workload).toList();
    }
}
