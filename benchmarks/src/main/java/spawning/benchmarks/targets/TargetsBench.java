// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.targets;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.control.ControllerBench;
import spawning.benchmarks.control.ControllerCost;
import spawning.benchmarks.fairness.Fairness;
import spawning.benchmarks.fairness.FairnessBench;
import spawning.benchmarks.fairness.FairnessContenders;
import spawning.benchmarks.memory.Costs;
import spawning.benchmarks.memory.MemoryBench;
import spawning.benchmarks.memory.Subjects;
import spawning.benchmarks.reload.ReloadBench;
import spawning.benchmarks.reload.ReloadContenders;
import spawning.benchmarks.reload.ReloadPlan;
import spawning.benchmarks.reload.Reloaded;
import spawning.benchmarks.report.Summary;
import spawning.benchmarks.start.StartBench;
import spawning.benchmarks.start.Starts;

/** Measures what the targets ask for, one group after the other; a group that fails is named, and the others are measured. */
public final class TargetsBench {
    private static final Duration RELOAD_EVERY = Duration.ofSeconds(5);
    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final List<Integer> BURSTS = List.of(1, 20, 400);

    private final Effort effort;
    private final Path home;
    private final Processes processes;
    private final Path scratch;
    private final Verdicts verdicts;

    private interface Group {
        void measure() throws IOException, InterruptedException, DidNotStart;
    }

    public TargetsBench(Effort effort, Path home, Processes processes, Path scratch, Verdicts verdicts) {
        this.effort = effort;
        this.home = home;
        this.processes = processes;
        this.scratch = scratch;
        this.verdicts = verdicts;
    }

    /** Measures, and returns the report. */
    public String run() throws InterruptedException {
        group(() -> new Throughput(effort, home, processes, scratch).measure(verdicts));
        group(this::start, Target.START);
        group(this::reload, Target.RELOAD_FAILED, Target.RELOAD_P99);
        group(this::memory, Target.MEMORY);
        group(this::fairness, Target.FAIRNESS, Target.FAIRNESS_BURSTS);
        group(this::controller, Target.CONTROLLER_CPU, Target.CONTROLLER_PSS);
        return """
                Each line from one run of this machine; ratios are of neighbours in time: contenders are visited in turns, each ratio is of one round, and the median of the rounds counts.
                %d starts of all contenders with %d rounds each, wrk -t1 -c64 for %d s a visit, warm-up %d s; %d repeats of the rest; seed %d.

                """.formatted(
                                effort.starts(),
                                effort.rounds(),
                                effort.visit().toSeconds(),
                                effort.warmUp().toSeconds(),
                                effort.repeats(),
                                effort.seed())
                + verdicts.markdown();
    }

    private void group(Group group, Target... targets) throws InterruptedException {
        if (targets.length > 0 && !verdicts.asksFor(targets)) {
            return;
        }
        try {
            group.measure();
        } catch (IOException | DidNotStart e) {
            System.err.println(e);
            verdicts.remark("not measured: "
                    + List.of(targets).stream().map(Target::option).toList() + ", " + e.getMessage());
        }
    }

    private void start() throws IOException, InterruptedException {
        StartBench bench = new StartBench(home, processes, scratch);
        List<Contender> contenders = bench.spawning().stream()
                .filter(contender -> !contender.name().contains("servlet"))
                .toList();
        Starts starts = bench.run(contenders, effort.repeats(), effort.seed());
        String without = contenders.getFirst().name();
        String with = contenders.getLast().name();
        if (without.equals(with)) {
            verdicts.notMeasured(Target.START, "this tree has no --aot");
        } else {
            verdicts.measured(Target.START, starts.readyRatio(with, without), "did not start");
        }
        starts.readyInEmptyJvms(with)
                .ifPresent(units -> verdicts.remark(
                        "start: " + with + " is ready after the time of " + units.text("%.1f") + " empty JVMs"));
    }

    private void reload() throws IOException, InterruptedException, DidNotStart {
        ReloadPlan plan =
                new ReloadPlan(RELOAD_EVERY, STEADY, effort.reload(), effort.warmUp(), Duration.ofSeconds(4), 64);
        ReloadBench bench = new ReloadBench(plan, home, processes, scratch);
        Spawning spawning = ReloadContenders.warmedUp(home, "spawning-t0");
        List<Double> failed = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.max(1, effort.repeats() / 4); i++) {
            Reloaded run = bench.run(spawning);
            failed.add((double) run.failed());
            ratios.add(run.p99Ratio());
            verdicts.remark("reload: %s, %,d requests/s, p99 steady %.2f ms, since %.2f ms"
                    .formatted(
                            spawning.name(),
                            run.rate(),
                            run.before().millis(99),
                            run.since().millis(99)));
        }
        verdicts.measured(Target.RELOAD_FAILED, Summary.of(failed));
        verdicts.measured(Target.RELOAD_P99, Summary.of(ratios));
    }

    private void memory() throws IOException, InterruptedException {
        List<Integer> sizes = List.of(2, 6);
        Costs costs = new MemoryBench(home, processes, scratch, Duration.ZERO)
                .run(Subjects.spawning(home, sizes), Math.max(1, effort.repeats() / 2));
        verdicts.measured(Target.MEMORY, costs.further(Subjects.WSGI, sizes.getFirst(), sizes.getLast(), false));
    }

    private void fairness() throws IOException, InterruptedException, DidNotStart {
        FairnessBench bench = new FairnessBench(processes, scratch, 400, effort.repeats());
        List<Fairness> measured = bench.run(FairnessContenders.spawning("spawning-t4", home, 4), BURSTS);
        verdicts.measured(Target.FAIRNESS, measured.getFirst().ratio());
        verdicts.measured(Target.FAIRNESS_BURSTS, Fairness.ratio(measured.subList(1, measured.size())));
        measured.forEach(each -> verdicts.remark("fairness: " + each.text()));
    }

    private void controller() throws IOException, InterruptedException, DidNotStart {
        Duration period = effort.controller().dividedBy(3);
        ControllerCost cost = new ControllerBench(home, processes, scratch).run(effort.controllerWorkers(), 3, period);
        verdicts.remark(
                "controller: beside %d workers, in 3 periods of %d s".formatted(cost.workers(), period.toSeconds()));
        verdicts.measured(Target.CONTROLLER_CPU, cost.percentOfCore());
        verdicts.measured(Target.CONTROLLER_PSS, cost.pssMb());
    }
}
