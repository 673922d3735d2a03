// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.start.StartBench;
import spawning.benchmarks.start.StartReport;

/** From the command to the first answer. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description =
                "Command to first answer, worker start to ready, beside peers and an empty JVM: about three minutes.")
final class StartCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [start]")
    private String name = "start";

    @Option(names = "--only", split = ",", description = "Only these contenders.")
    private List<String> only = List.of();

    @Option(names = "--rounds", description = "Starts of each that count. [9]")
    private int rounds = 9;

    @Option(names = "--seed", description = "Of the order.")
    private long seed = new Random().nextInt(1_000_000);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Paper paper = new Paper(name, "Start");
        try (Stage stage = new Stage()) {
            StartBench bench = new StartBench(Main.home(), stage.processes(), stage.scratch());
            List<Contender> contenders = bench.all().stream()
                    .filter(contender -> only.isEmpty() || only.contains(contender.name()))
                    .toList();
            StartReport report = new StartReport(bench.run(contenders, rounds, seed), contenders);
            paper.csv(report.csv());
            paper.chart(report.svg(name));
            paper.page(report.markdown());
        }
        return 0;
    }
}
