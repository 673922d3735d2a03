// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.contender.ReadyTimes;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.load.Wrk;

/** Starts one subject after the other with more and more processes, in several rounds. */
public final class MemoryBench {
    private final Processes processes;
    private final Path scratch;
    private final Wrk wrk;
    private final Duration load;
    private final List<Cost> costs = new ArrayList<>();

    /** @param load after which memory is read again; zero leaves it out, and the second reading is that of the idle ones */
    public MemoryBench(Path home, Processes processes, Path scratch, Duration load) {
        this.processes = processes;
        this.scratch = scratch;
        this.load = load;
        this.wrk = new Wrk(processes, home.resolve("benchmarks/src/load/report.lua"), 64);
    }

    /** Measures; a subject that does not start is named with the reason, and the others are measured. */
    public Costs run(List<Subject> subjects, int rounds) throws IOException, InterruptedException {
        for (int i = 0; i < rounds; i++) {
            for (Subject subject : subjects) {
                for (int size : subject.sizes()) {
                    try {
                        costs.add(measure(subject, size));
                        System.out.println(costs.getLast());
                    } catch (DidNotStart e) {
                        System.out.println(subject.name() + " did not start: " + e.getMessage());
                    }
                }
            }
        }
        return new Costs(costs);
    }

    private Cost measure(Subject subject, int size) throws IOException, InterruptedException, DidNotStart {
        List<Instance> running = new ArrayList<>();
        try {
            for (Contender contender : subject.contenders().apply(size)) {
                running.add(Instance.start(contender, processes, Files.createTempDirectory(scratch, "m")));
            }
            return measure(subject.name(), size, running);
        } finally {
            running.forEach(Instance::close);
        }
    }

    private Cost measure(String subject, int size, List<Instance> running) throws IOException, InterruptedException {
        Instance first = running.getFirst();
        boolean spawning = first.contender() instanceof Spawning;
        Optional<Double> ready =
                spawning ? Optional.of(ReadyTimes.await(first, size).medianSeconds()) : Optional.empty();
        if (!spawning) {
            for (Instance instance : running) {
                instance.awaitAll();
            }
        }
        boolean workersApart = first.contender().servingProcesses() > 1
                || spawning
                || !first.contender().isJvm();
        long controller = workersApart ? first.processTree().ownPssBytes() : 0;
        long idle = pss(running) - controller;
        if (!load.isZero()) {
            for (Instance instance : running) {
                var _ = wrk.run(instance.port(), first.contender().probe(), load);
            }
        }
        return new Cost(
                subject,
                size,
                controller,
                idle,
                pss(running) - controller,
                ready,
                running.getLast().secondsUntilAnswer());
    }

    private static long pss(List<Instance> running) {
        return running.stream()
                .mapToLong(instance -> instance.processTree().pssBytes())
                .sum();
    }
}
