// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.fairness.Fairness;
import spawning.benchmarks.fairness.FairnessBench;
import spawning.benchmarks.fairness.FairnessContenders;
import spawning.benchmarks.fairness.FairnessReport;
import spawning.benchmarks.fairness.Occupied;
import spawning.benchmarks.fairness.OccupiedBench;

/** Who gets a new connection. */
@Command(
        name = "fairness",
        mixinStandardHelpOptions = true,
        description = "400 connections over four workers, and while one of them cannot serve: about two minutes.")
final class FairnessCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [fairness]")
    private String name = "fairness";

    @Option(names = "--only", split = ",", description = "Only these contenders.")
    private List<String> only = List.of();

    @Option(names = "--connections", description = "Open at once. [400]")
    private int connections = 400;

    @Option(names = "--bursts", split = ",", description = "Connections opened at once. [1,20,400]")
    private List<Integer> bursts = List.of(1, 20, 400);

    @Option(names = "--rounds", description = "Of each. [7]")
    private int rounds = 7;

    @Option(names = "--occupied-seconds", description = "How long a worker's threads are occupied; 0: not at all. [10]")
    private int occupiedSeconds = 10;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Paper paper = new Paper(name, "Fairness");
        Path home = Main.home();
        List<Fairness> measured = new ArrayList<>();
        List<Occupied> occupied = new ArrayList<>();
        StringBuilder failures = new StringBuilder();
        try (Stage stage = new Stage()) {
            FairnessBench bench = new FairnessBench(stage.processes(), stage.scratch(), connections, rounds);
            for (Contender contender : FairnessContenders.of(home)) {
                if (only.isEmpty() || only.contains(contender.name())) {
                    try {
                        measured.addAll(bench.run(contender, bursts));
                    } catch (DidNotStart | IOException e) {
                        failures.append("- **%s** was not measured: %s%n".formatted(contender.name(), e.getMessage()));
                    }
                }
            }
            if (occupiedSeconds > 0) {
                OccupiedBench one = new OccupiedBench(home, stage.processes(), stage.scratch(), Duration.ofMillis(5));
                occupied.add(one.collecting());
                occupied.add(one.full(Duration.ofSeconds(occupiedSeconds)));
            }
        } catch (DidNotStart e) {
            failures.append("- a worker could not be occupied: ").append(e.getMessage());
        }
        FairnessReport report = new FairnessReport(connections, measured, occupied);
        paper.csv(report.csv());
        paper.chart(report.svg(name));
        paper.page(report.markdown() + failures);
        return 0;
    }
}
