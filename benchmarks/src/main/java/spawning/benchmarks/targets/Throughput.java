// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.targets;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import spawning.benchmarks.Bench;
import spawning.benchmarks.Plan;
import spawning.benchmarks.Visit;
import spawning.benchmarks.Workload;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.Contenders;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.report.Results;
import spawning.benchmarks.report.Summary;

/** Requests per second against those of others: all contenders run at once and are visited in turns, each ratio is of one round. */
final class Throughput {
    private static final String GREEN = "spawning-t0";
    private static final String THREADS = "spawning-t4";
    private static final List<String> TOMCAT = List.of("tomcat-virtual", "tomcat-pool");
    private static final List<String> UNDERTOW = List.of("undertow-io", "undertow-dispatch");
    private static final List<String> JETTY = List.of("jetty", "jetty-servlet-8", "jetty-servlet-virtual");
    private static final List<String> OUR_SERVLET = List.of("spawning-servlet-t4", "spawning-servlet-t0");
    private static final List<String> THEIR_SERVLET = List.of("jetty-servlet-8", "jetty-servlet-virtual");
    private static final int CONNECTIONS = 64;

    private final Effort effort;
    private final Path home;
    private final Processes processes;
    private final Path scratch;

    Throughput(Effort effort, Path home, Processes processes, Path scratch) {
        this.effort = effort;
        this.home = home;
        this.processes = processes;
        this.scratch = scratch;
    }

    void measure(Verdicts verdicts) throws IOException, InterruptedException {
        List<String> names = names(verdicts);
        if (!names.isEmpty()) {
            List<Visit> visits = visits(Workload.HELLO, names, effort.starts(), verdicts);
            compare(verdicts, Target.HELLO_T0, visits, List.of(GREEN), List.of(Contenders.BASELINE));
            compare(verdicts, Target.HELLO_T4, visits, List.of(THREADS), List.of(Contenders.BASELINE));
            compare(verdicts, Target.NGINX, visits, List.of(GREEN), List.of("nginx"));
            compare(verdicts, Target.TOMCAT, visits, List.of(GREEN), TOMCAT);
            compare(verdicts, Target.UNDERTOW, visits, List.of(GREEN), UNDERTOW);
            compare(verdicts, Target.JETTY, visits, List.of(GREEN), JETTY);
            compare(verdicts, Target.SERVLET, visits, OUR_SERVLET, THEIR_SERVLET);
        }
        if (verdicts.asksFor(Target.BLOCK)) {
            block(verdicts);
        }
    }

    private static List<String> names(Verdicts verdicts) {
        Set<String> names = new LinkedHashSet<>();
        need(verdicts, names, Target.HELLO_T0, List.of(GREEN, Contenders.BASELINE));
        need(verdicts, names, Target.HELLO_T4, List.of(THREADS, Contenders.BASELINE));
        need(verdicts, names, Target.NGINX, List.of(GREEN, "nginx"));
        need(verdicts, names, Target.TOMCAT, with(GREEN, TOMCAT));
        need(verdicts, names, Target.UNDERTOW, with(GREEN, UNDERTOW));
        need(verdicts, names, Target.JETTY, with(GREEN, JETTY));
        need(
                verdicts,
                names,
                Target.SERVLET,
                Stream.concat(OUR_SERVLET.stream(), THEIR_SERVLET.stream()).toList());
        return List.copyOf(names);
    }

    private static void need(Verdicts verdicts, Set<String> names, Target target, List<String> those) {
        if (verdicts.asksFor(target)) {
            names.addAll(those);
        }
    }

    private static List<String> with(String one, List<String> others) {
        return Stream.concat(Stream.of(one), others.stream()).toList();
    }

    private void block(Verdicts verdicts) throws IOException, InterruptedException {
        List<Visit> visits = visits(Workload.BLOCK, List.of(GREEN), 1, verdicts);
        double ideal = Workload.BLOCK.ideal(CONNECTIONS).orElseThrow();
        List<Double> shares = visits.stream()
                .map(visit -> visit.wrk().requestsPerSecond() / ideal)
                .toList();
        verdicts.measured(
                Target.BLOCK, shares.isEmpty() ? Optional.empty() : Optional.of(Summary.of(shares)), "did not start");
    }

    private List<Visit> visits(Workload workload, List<String> names, int starts, Verdicts verdicts)
            throws IOException, InterruptedException {
        Plan plan = new Plan(
                "targets",
                starts,
                effort.warmUp(),
                effort.rounds(),
                effort.visit(),
                Duration.ZERO,
                Duration.ZERO,
                CONNECTIONS,
                CONNECTIONS,
                true,
                names,
                Contenders.BASELINE,
                List.of(workload),
                effort.seed());
        Bench bench = new Bench(plan, processes, home, scratch, System.out);
        List<Contender> contenders = new ArrayList<>(Contenders.of(home));
        contenders.removeIf(contender -> !plan.includes(contender.name()));
        bench.run(contenders);
        bench.failures().forEach((name, reason) -> verdicts.remark(name + " " + reason));
        return bench.visits();
    }

    /** The best of ours, by its median, against the best of theirs. */
    private static void compare(
            Verdicts verdicts, Target target, List<Visit> visits, List<String> ours, List<String> theirs) {
        if (!verdicts.asksFor(target)) {
            return;
        }
        Optional<String> our = best(visits, ours);
        Optional<String> their = best(visits, theirs);
        if (our.isEmpty() || their.isEmpty()) {
            verdicts.notMeasured(target, "did not start");
            return;
        }
        Results results = new Results(visits, their.get());
        verdicts.measured(target, results.ratio(Workload.HELLO, our.get()), "no round has both");
        verdicts.remark("%s: %s at %,.0f/s, %s at %,.0f/s"
                .formatted(
                        target.option(),
                        our.get(),
                        results.throughput(Workload.HELLO, our.get()).median(),
                        their.get(),
                        results.throughput(Workload.HELLO, their.get()).median()));
    }

    private static Optional<String> best(List<Visit> visits, List<String> names) {
        Results results = new Results(visits, Contenders.BASELINE);
        return names.stream()
                .filter(name -> !results.of(Workload.HELLO, name).isEmpty())
                .max(Comparator.comparingDouble(
                        name -> results.throughput(Workload.HELLO, name).median()));
    }
}
