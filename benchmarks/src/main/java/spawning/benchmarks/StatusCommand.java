// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.load.Connection;
import spawning.benchmarks.load.Wrk;
import spawning.benchmarks.report.ResultFiles;

/** What it costs to be looked at. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Throughput while /status.json and /metrics are each read every second, beside without: two minutes.")
final class StatusCommand implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    @Option(names = "--name", description = "In the name of the results. [status]")
    private String name = "status";

    @Option(names = "--pairs", description = "Of phases, one with and one without. [10]")
    private int pairs = 10;

    @Option(names = "--seconds", description = "Of each phase. [5]")
    private int seconds = 5;

    @Option(names = "--workers", description = "Processes. [4]")
    private int workers = 4;

    @Option(names = "--connections", description = "Of the load. [32]")
    private int connections = 32;

    @Option(names = "--status-port", description = "Where the status is. [31999]")
    private int statusPort = 31_999;

    private final AtomicLong asked = new AtomicLong();

    /** Requests a second in one pair of phases. */
    private record Pair(double with, double without) {
        double ratio() {
            return with / without;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Machine machine = Machine.describe(Main.home());
        Spawning spawning = new Spawning(
                "spawning",
                Main.home(),
                Spawning.Application.WSGI,
                workers,
                4,
                Spawning.Heap.FIXED,
                false,
                List.of("--status-port", "" + statusPort));
        try (Stage stage = new Stage();
                Instance instance = Instance.start(
                        spawning, stage.processes(), Files.createTempDirectory(stage.scratch(), "status"))) {
            Wrk wrk = new Wrk(stage.processes(), Main.home().resolve("benchmarks/src/load/report.lua"), connections);
            var _ = wrk.run(instance.port(), Workload.HELLO.path(), WARM_UP);
            write(machine, spawning, measure(wrk, instance));
            return 0;
        } catch (DidNotStart e) {
            System.err.println("spawning did not start: " + e.getMessage());
            return 1;
        }
    }

    /** Every other pair begins with the phase that nobody looks at. */
    private List<Pair> measure(Wrk wrk, Instance instance) throws IOException, InterruptedException {
        List<Pair> measured = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            boolean withFirst = i % 2 == 0;
            double first = phase(wrk, instance, withFirst);
            double second = phase(wrk, instance, !withFirst);
            measured.add(withFirst ? new Pair(first, second) : new Pair(second, first));
            System.out.println(measured.getLast());
        }
        return measured;
    }

    private double phase(Wrk wrk, Instance instance, boolean looked) throws IOException, InterruptedException {
        try (ScheduledExecutorService pollers = Executors.newScheduledThreadPool(2)) {
            if (looked) {
                var _ = pollers.scheduleAtFixedRate(() -> ask("/status.json"), 0, 1, TimeUnit.SECONDS);
                var _ = pollers.scheduleAtFixedRate(() -> ask("/metrics"), 500, 1000, TimeUnit.MILLISECONDS);
            }
            double rate = wrk.run(instance.port(), Workload.HELLO.path(), Duration.ofSeconds(seconds))
                    .requestsPerSecond();
            pollers.shutdownNow();
            return rate;
        }
    }

    private void ask(String path) {
        try {
            if (Connection.once(statusPort, path, ANSWER).status() == 200) {
                asked.incrementAndGet();
            }
        } catch (IOException e) {
            System.err.println(path + ": " + e);
        }
    }

    private void write(Machine machine, Spawning spawning, List<Pair> measured) throws IOException {
        List<Double> ratios = measured.stream()
                .map(Pair::ratio)
                .sorted(Comparator.naturalOrder())
                .toList();
        double median = (ratios.get((ratios.size() - 1) / 2) + ratios.get(ratios.size() / 2)) / 2;
        ResultFiles files = ResultFiles.of(Main.home(), name);
        StringBuilder text =
                new StringBuilder("# The cost of the status: " + files.stem() + "\n\n" + machine.markdown());
        text.append("\n").append(spawning.settings()).append("\n\nwrk, ").append(connections);
        text.append(" connections, /hello; phases of ")
                .append(seconds)
                .append(" s in pairs, one while /status.json and")
                .append(" /metrics are each read every second (")
                .append(asked.get())
                .append(" answers), one while nobody reads.\n\n");
        text.append("| pair | requests/s, read | requests/s, not read | ratio |\n| --- | --- | --- | --- |\n");
        for (int i = 0; i < measured.size(); i++) {
            Pair pair = measured.get(i);
            text.append("| %d | %.0f | %.0f | %.3f |%n".formatted(i + 1, pair.with, pair.without, pair.ratio()));
        }
        text.append("%nMedian of the ratios: **%.3f** (from %.3f to %.3f); promised are 0.98 or more.%n"
                .formatted(median, ratios.getFirst(), ratios.getLast()));
        System.out.println(text + "\n" + files.write("md", text.toString()));
    }
}
