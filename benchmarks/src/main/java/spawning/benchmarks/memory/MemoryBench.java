// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.Contenders;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.report.Summary;

/** Starts one application after the other with more and more workers, several times, and once more embedded in Jetty. */
public final class MemoryBench {
    private static final double MB = 1 << 20;

    private final Path home;
    private final Processes processes;
    private final Path scratch;
    private final List<Integer> workers;
    private final int rounds;

    /** @param workers numbers of workers, ascending */
    public MemoryBench(Path home, Processes processes, Path scratch, List<Integer> workers, int rounds) {
        this.home = home;
        this.processes = processes;
        this.scratch = scratch;
        this.workers = List.copyOf(workers);
        this.rounds = rounds;
    }

    /**
     * Measures, and returns the report.
     *
     * @param war measured as well, unless it is empty
     * @param probe a path that it answers without an error
     */
    public String run(String war, String probe) throws IOException, InterruptedException {
        StringBuilder page = new StringBuilder("""
                PSS counts pages that processes share once. A further worker costs the difference to fewer workers. Idle, after the first answer; the heap is the default.
                Medians (smallest and largest) of %d starts.

                | application | workers | controller MB | all workers MB | each further worker MB | worker start to ready s | command to first answer s |
                | --- | --- | --- | --- | --- | --- | --- |
                """.formatted(rounds));
        page.append(table("hello servlet", "", "/hello"));
        if (!war.isEmpty()) {
            page.append(table(Path.of(war).getFileName().toString(), war, probe));
        }
        return page + embedded();
    }

    private String table(String name, String war, String probe) throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        double before = 0;
        int fewer = 0;
        for (int number : workers) {
            List<Cost> costs = new ArrayList<>();
            List<Double> answers = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                try (Instance instance = start(new Subject(name, home, war, probe, number), answers)) {
                    costs.add(Cost.of(instance, number));
                }
            }
            double pss = of(costs, Cost::workersPss).median() / MB;
            rows.append("| %s | %d | %.0f | %.0f | %.1f | %s | %s |%n"
                    .formatted(
                            name,
                            number,
                            of(costs, Cost::controllerPss).median() / MB,
                            pss,
                            (pss - before) / (number - fewer),
                            spread(of(costs, cost -> cost.start().toNanos() / 1e9)),
                            spread(Summary.of(answers))));
            before = pss;
            fewer = number;
        }
        return rows.toString();
    }

    private String embedded() throws IOException, InterruptedException {
        List<Double> answers = new ArrayList<>();
        List<Double> pss = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            try (Instance instance = start(Contenders.embeddedServlet(), answers)) {
                pss.add(instance.processTree().pssBytes() / MB);
            }
        }
        return "| hello servlet, Jetty embedded | 1 process |  | %.0f |  |  | %s |%n"
                .formatted(Summary.of(pss).median(), spread(Summary.of(answers)));
    }

    private Instance start(Contender contender, List<Double> seconds) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try {
            Instance instance = Instance.start(contender, processes, Files.createTempDirectory(scratch, "m"));
            seconds.add(Duration.ofNanos(System.nanoTime() - begun).toNanos() / 1e9);
            return instance;
        } catch (DidNotStart e) {
            throw new IOException(contender.name() + " did not start: " + e.getMessage(), e);
        }
    }

    private static Summary of(List<Cost> costs, ToDoubleFunction<Cost> value) {
        return Summary.of(costs.stream().map(value::applyAsDouble).toList());
    }

    private static String spread(Summary summary) {
        return "%.2f (%.2f-%.2f)".formatted(summary.median(), summary.min(), summary.max());
    }
}
