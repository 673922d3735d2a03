// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.targets.Effort;
import spawning.benchmarks.targets.Target;
import spawning.benchmarks.targets.TargetsBench;
import spawning.benchmarks.targets.Verdicts;

/** What was promised, measured. */
@Command(
        name = "targets",
        mixinStandardHelpOptions = true,
        description = "The table of the targets, with what is measured now: about twenty minutes.")
final class TargetsCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [targets]")
    private String name = "targets";

    @Option(
            names = "--only",
            split = ",",
            description = "Only these lines, such as hello-t0,start; a wrong name lists all.")
    private List<String> only = List.of();

    @Option(names = "--starts", description = "Of all contenders, for throughput. [2]")
    private int starts = 2;

    @Option(names = "--rounds", description = "After each of those. [5]")
    private int rounds = 5;

    @Option(names = "--seconds", description = "Of wrk in a round. [2]")
    private int seconds = 2;

    @Option(names = "--warm-up", description = "Seconds, of each JVM after its start. [8]")
    private int warmUp = 8;

    @Option(names = "--repeats", description = "Starts and rounds of the rest; a quarter of them for reloads. [8]")
    private int repeats = 8;

    @Option(names = "--reload-seconds", description = "How long reloads go on. [60]")
    private int reloadSeconds = 60;

    @Option(names = "--controller-seconds", description = "How long the controller is looked at. [60]")
    private int controllerSeconds = 60;

    @Option(names = "--controller-workers", description = "Idle workers beside it. [32]")
    private int controllerWorkers = 32;

    @Option(names = "--seed", description = "Of all orders; otherwise drawn, and shown.")
    private long seed = new Random().nextInt(1_000_000);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Set<Target> asked = only.isEmpty()
                ? EnumSet.allOf(Target.class)
                : only.stream().map(Target::of).collect(Collectors.toSet());
        Effort effort = new Effort(
                starts,
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                repeats,
                Duration.ofSeconds(reloadSeconds),
                Duration.ofSeconds(controllerSeconds),
                controllerWorkers,
                seed);
        Paper paper = new Paper(name, "Targets");
        try (Stage stage = new Stage()) {
            paper.page(new TargetsBench(effort, Main.home(), stage.processes(), stage.scratch(), new Verdicts(asked))
                    .run());
        }
        return 0;
    }
}
