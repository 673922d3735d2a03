// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.start;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import spawning.benchmarks.report.Summary;

/**
 * What was measured, round after round.
 *
 * @param failures why contenders are missing, by name
 */
public record Starts(List<Start> all, Map<String, String> failures) {
    public Starts {
        all = List.copyOf(all);
        failures = Map.copyOf(failures);
    }

    /** In the order of the first round. */
    List<String> contenders() {
        var names = new LinkedHashSet<String>();
        all.forEach(start -> names.add(start.contender()));
        return List.copyOf(names);
    }

    Summary answer(String contender) {
        return Summary.of(of(contender).stream().map(Start::answer).toList());
    }

    Summary cpu(String contender) {
        return Summary.of(of(contender).stream().map(Start::cpu).toList());
    }

    /** Empty where nothing says it. */
    Optional<Summary> ready(String contender) {
        List<Double> seconds =
                of(contender).stream().flatMap(start -> start.ready().stream()).toList();
        return seconds.isEmpty() ? Optional.empty() : Optional.of(Summary.of(seconds));
    }

    /** Start to ready of one against that of the other, round by round. */
    public Optional<Summary> readyRatio(String of, String against) {
        List<Start> theirs = of(against);
        return eachRound(of, theirs.size(), round -> theirs.get(round).ready());
    }

    /** Start to ready of one against the whole life of an empty JVM, round by round. */
    public Optional<Summary> readyInEmptyJvms(String of) {
        List<Start> empty = of(StartReport.EMPTY);
        return eachRound(of, empty.size(), round -> Optional.of(empty.get(round).answer()));
    }

    private Optional<Summary> eachRound(String of, int rounds, IntFunction<Optional<Double>> against) {
        List<Start> starts = of(of);
        List<Double> ratios = IntStream.range(0, Math.min(rounds, starts.size()))
                .boxed()
                .flatMap(i -> starts.get(i).ready().stream()
                        .flatMap(ready -> against.apply(i).stream().map(other -> ready / other)))
                .toList();
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Summary.of(ratios));
    }

    private List<Start> of(String contender) {
        return all.stream().filter(start -> start.contender().equals(contender)).toList();
    }
}
