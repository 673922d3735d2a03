// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.idle.IdleBench;
import spawning.benchmarks.idle.IdlePlan;
import spawning.benchmarks.idle.IdleReport;
import spawning.benchmarks.idle.Phase;
import spawning.benchmarks.report.ResultFiles;

/** One worker with many connections that do nothing or wait, while others are served. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = "Idle connections and long polling on one worker of Spawning: about a minute.")
final class IdleCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the names of the results. [idle]")
    private String name = "idle";

    @Option(names = "--idle", description = "Idle keep-alive connections. [10000]")
    private int idle = 10_000;

    @Option(names = "--polls", description = "Long-polling requests held at once. [2000]")
    private int polls = 2_000;

    @Option(names = "--threads", description = "Of the worker; 0 is green threads. [0]")
    private int threads = 0;

    @Option(names = "--rate", description = "Requests per second of those who are served meanwhile. [500]")
    private int rate = 500;

    @Option(names = "--seconds", description = "Of each phase in which latency is measured. [8]")
    private int seconds = 8;

    @Override
    public Integer call() throws IOException, InterruptedException {
        IdlePlan plan = new IdlePlan(idle, polls, rate, Duration.ofSeconds(seconds));
        plan.requireDescriptors();
        Machine machine = Machine.describe(Main.home());
        System.out.println(plan + "\n" + machine.markdown());
        Spawning spawning = new Spawning(
                "spawning",
                Main.home(),
                Spawning.Application.WSGI,
                1,
                threads,
                Spawning.Heap.FIXED,
                false,
                List.of(
                        "--worker-connections",
                        "" + (idle + polls + 1000),
                        "--keep-alive",
                        "600",
                        "-J",
                        "-XX:+AlwaysPreTouch"));
        try (Stage stage = new Stage();
                Instance instance = Instance.start(
                        spawning, stage.processes(), Files.createTempDirectory(stage.scratch(), "idle"))) {
            IdleBench bench = new IdleBench(plan, instance, System.out);
            List<Phase> phases = bench.run();
            write(new IdleReport(machine, plan, spawning.settings(), phases));
            return 0;
        } catch (DidNotStart e) {
            System.err.println("spawning did not start: " + e.getMessage());
            return 1;
        }
    }

    private void write(IdleReport report) throws IOException {
        ResultFiles files = ResultFiles.of(Main.home(), name);
        var _ = files.write("csv", report.csv());
        System.out.println(report.markdown(files.stem()) + "\n" + files.write("md", report.markdown(files.stem())));
    }
}
