// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.control.ControllerBench;

/** What the controller costs. */
@Command(
        name = "controller",
        mixinStandardHelpOptions = true,
        description = "CPU and memory of the controller beside 32 idle workers: about two minutes.")
final class ControllerCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [controller]")
    private String name = "controller";

    @Option(names = "--workers", description = "Idle ones. [32]")
    private int workers = 32;

    @Option(names = "--periods", description = "In each of which is measured. [3]")
    private int periods = 3;

    @Option(names = "--seconds", description = "Of each. [20]")
    private int seconds = 20;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Paper paper = new Paper(name, "The controller");
        try (Stage stage = new Stage()) {
            ControllerBench bench = new ControllerBench(Main.home(), stage.processes(), stage.scratch());
            paper.page(bench.run(workers, periods, Duration.ofSeconds(seconds)).markdown(seconds));
            return 0;
        } catch (DidNotStart e) {
            System.err.println("spawning did not start: " + e.getMessage());
            return 1;
        }
    }
}
