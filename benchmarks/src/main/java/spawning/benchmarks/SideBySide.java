// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.Contenders;
import spawning.benchmarks.report.Chart;
import spawning.benchmarks.report.CsvReport;
import spawning.benchmarks.report.MarkdownReport;
import spawning.benchmarks.report.ResultFiles;
import spawning.benchmarks.report.Results;

/** All contenders, all workloads, in turns. */
abstract class SideBySide implements Callable<Integer> {
    @Option(names = "--name", description = "In the names of the results; otherwise quick or full.")
    private String name;

    @Option(names = "--only", split = ",", description = "Only these contenders, such as netty,spawning-t4.")
    private List<String> only = List.of();

    @Option(names = "--against", description = "The contender that ratios are computed against. [netty]")
    private String against = Contenders.BASELINE;

    @Option(
            names = "--workloads",
            split = ",",
            description = "Only these: hello, ten_kb, one_mb, block, cpu. [quick: hello,ten_kb,block]")
    private List<Workload> workloads;

    @Option(names = "--starts", description = "How often each contender is started for each workload.")
    private int starts;

    @Option(names = "--rounds", description = "Visits after each start.")
    private int rounds;

    @Option(names = "--seconds", description = "Of wrk in a visit.")
    private int seconds;

    @Option(names = "--paced-seconds", description = "Of the paced client in a visit.")
    private int pacedSeconds;

    @Option(names = "--half-seconds", description = "Of the paced client at half of saturation. [quick: 0]")
    private int halfSeconds;

    @Option(names = "--warm-up", description = "Seconds, of each JVM after its start.")
    private int warmUp;

    @Option(names = "--connections", description = "Of wrk. [64]")
    private int connections = 64;

    @Option(names = "--seed", description = "Of the order of the visits; otherwise drawn, and shown.")
    private long seed = new Random().nextInt(1_000_000);

    private final boolean variants;

    private SideBySide(
            String name,
            List<Workload> workloads,
            int starts,
            int rounds,
            int seconds,
            int pacedSeconds,
            int halfSeconds,
            int warmUp) {
        this.name = name;
        this.workloads = workloads;
        this.variants = workloads.size() == Workload.values().length;
        this.starts = starts;
        this.rounds = rounds;
        this.seconds = seconds;
        this.pacedSeconds = pacedSeconds;
        this.halfSeconds = halfSeconds;
        this.warmUp = warmUp;
    }

    /** Under ten minutes. */
    @Command(
            name = "quick",
            mixinStandardHelpOptions = true,
            description = "The usual contenders, one start, three rounds: under ten minutes.")
    static final class Quick extends SideBySide {
        Quick() {
            super("quick", List.of(Workload.HELLO, Workload.TEN_KB, Workload.BLOCK), 1, 3, 4, 2, 0, 8);
        }
    }

    /** Some hours. */
    @Command(
            name = "full",
            mixinStandardHelpOptions = true,
            description = "All contenders and workloads, two starts, five longer rounds: some hours.")
    static final class Full extends SideBySide {
        Full() {
            super("full", List.of(Workload.values()), 2, 5, 5, 5, 3, 10);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = new Plan(
                name,
                starts,
                Duration.ofSeconds(warmUp),
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(pacedSeconds),
                Duration.ofSeconds(halfSeconds),
                connections,
                32,
                variants,
                only,
                against,
                workloads,
                seed);
        List<Contender> contenders = Contenders.of(Main.home()).stream()
                .filter(contender -> plan.includes(contender.name()))
                .toList();
        Machine machine = Machine.describe(Main.home());
        System.out.println(plan + "\n" + machine.markdown());
        try (Stage stage = new Stage()) {
            Bench bench = new Bench(plan, stage.processes(), Main.home(), stage.scratch(), System.out);
            bench.run(contenders);
            write(plan, machine, contenders, bench);
            return bench.visits().isEmpty() ? 1 : 0;
        }
    }

    private static void write(Plan plan, Machine machine, List<Contender> contenders, Bench bench) throws IOException {
        Results results = new Results(bench.visits(), plan.against());
        ResultFiles files = ResultFiles.of(Main.home(), plan.name());
        String page = new MarkdownReport(machine, plan, contenders, results, bench.failures(), files.stem()).text();
        var _ = files.write("csv", CsvReport.text(results.visits()));
        var _ = files.write("svg", new Chart(results, files.stem()).svg());
        System.out.println(page + "\n" + files.write("md", page));
    }
}
