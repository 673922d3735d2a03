// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.ProcessTree;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.contender.ReadyTimes;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.peer.EmptyJvm;

/** Starts something once, and ends it. */
record Starter(Processes processes, Path scratch) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** From the command to the first answer. */
    Start start(Contender contender) throws IOException, InterruptedException, DidNotStart {
        Path folder = Files.createTempDirectory(scratch, "s");
        try (Instance instance = Instance.start(contender, processes, folder)) {
            Optional<Double> ready = contender instanceof Spawning
                    ? Optional.of(ReadyTimes.await(instance, contender.servingProcesses())
                            .medianSeconds())
                    : Optional.empty();
            return new Start(
                    contender.name(),
                    instance.secondsUntilAnswer(),
                    instance.processTree().cpuSeconds(),
                    ready);
        }
    }

    /** From the command to the end of a JVM that does nothing. */
    Start emptyJvm() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        double cpu = ProcessTree.endedChildrenCpuSeconds();
        long begun = System.nanoTime();
        Process process = processes.start(
                new ProcessBuilder(List.of(java, "-XX:+UseSerialGC", "-cp", classes, EmptyJvm.class.getName())));
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("an empty JVM did not end within " + PATIENCE.toSeconds() + " s");
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Start(StartReport.EMPTY, seconds, ProcessTree.endedChildrenCpuSeconds() - cpu, Optional.empty());
        } finally {
            processes.stop(process, Duration.ofSeconds(1));
        }
    }
}
