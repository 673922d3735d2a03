// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.reload.ReloadBench;
import spawning.benchmarks.reload.ReloadContenders;
import spawning.benchmarks.reload.ReloadPlan;
import spawning.benchmarks.reload.ReloadReport;
import spawning.benchmarks.reload.Reloaded;

/** Reloads under load. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Reloads every five seconds at half of saturation, beside peers: about eight minutes.")
final class ReloadCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [reload]")
    private String name = "reload";

    @Option(names = "--only", split = ",", description = "Only these contenders.")
    private List<String> only = List.of();

    @Option(names = "--every", description = "Seconds from one reload to the next. [5]")
    private int every = 5;

    @Option(names = "--steady", description = "Seconds before the first one. [20]")
    private int steady = 20;

    @Option(names = "--seconds", description = "Seconds with reloads. [60]")
    private int seconds = 60;

    @Option(names = "--warm-up", description = "Seconds before saturation is measured. [10]")
    private int warmUp = 10;

    @Option(names = "--connections", description = "Of the load. [64]")
    private int connections = 64;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReloadPlan plan = new ReloadPlan(
                Duration.ofSeconds(every),
                Duration.ofSeconds(steady),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(Math.min(5, warmUp)),
                connections);
        Paper paper = new Paper(name, "Reload under load");
        List<Reloaded> runs = new ArrayList<>();
        StringBuilder failures = new StringBuilder();
        try (Stage stage = new Stage()) {
            ReloadBench bench = new ReloadBench(plan, Main.home(), stage.processes(), stage.scratch());
            for (Contender contender : ReloadContenders.of(Main.home())) {
                if (only.isEmpty() || only.contains(contender.name())) {
                    try {
                        runs.add(bench.run(contender));
                    } catch (DidNotStart | IOException e) {
                        failures.append("- **%s** was not measured: %s%n".formatted(contender.name(), e.getMessage()));
                    }
                }
            }
        }
        ReloadReport report = new ReloadReport(plan, runs);
        paper.csv(report.csv());
        paper.chart(report.svg(name));
        paper.page(report.markdown() + failures);
        return runs.isEmpty() ? 1 : 0;
    }
}
