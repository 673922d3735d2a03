// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.ProcessTree;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.contender.ReadyTimes;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.contender.Spawning.Application;
import spawning.benchmarks.contender.Spawning.Heap;
import spawning.benchmarks.report.Summary;

/** Looks at the controller while nothing happens. */
public final class ControllerBench {
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Path home;
    private final Processes processes;
    private final Path scratch;

    public ControllerBench(Path home, Processes processes, Path scratch) {
        this.home = home;
        this.processes = processes;
        this.scratch = scratch;
    }

    /** Measures so many periods, one after the other. */
    public ControllerCost run(int workers, int periods, Duration period)
            throws IOException, InterruptedException, DidNotStart {
        Spawning spawning = new Spawning(
                "spawning", home, Application.WSGI, workers, 4, Heap.RECKONED, false, List.of("--boot-timeout", "180"));
        try (Instance instance = Instance.start(spawning, processes, Files.createTempDirectory(scratch, "c"))) {
            var _ = ReadyTimes.await(instance, workers);
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
            ProcessTree tree = instance.processTree();
            List<Double> shares = new ArrayList<>();
            List<Double> pss = new ArrayList<>();
            for (int i = 0; i < periods; i++) {
                double before = tree.ownCpuSeconds();
                long begun = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(period.toNanos());
                shares.add((tree.ownCpuSeconds() - before) / ((System.nanoTime() - begun) / 1e9));
                pss.add(tree.ownPssBytes() / (double) (1 << 20));
            }
            return new ControllerCost(spawning.settings(), workers, Summary.of(shares), Summary.of(pss));
        }
    }
}
