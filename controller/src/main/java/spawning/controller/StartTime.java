// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import spawning.controller.aot.Training;
import spawning.controller.launch.LaunchedWorker;
import spawning.controller.launch.PosixWorkerLauncher;
import spawning.controller.launch.WorkerObserver;
import spawning.controller.launch.WorkerWatcher;
import spawning.controller.posix.ExitReason;
import spawning.controller.posix.Signal;
import spawning.protocol.WorkerMessage;

/** Measures how long workers take from their start until they are ready; the application may take it for a training. */
final class StartTime {
    private static final int RUNS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Installation installation;

    StartTime(Installation installation) {
        this.installation = installation;
    }

    /** Medians. */
    record Pair(Duration without, Duration with) {}

    /**
     * Starts workers of both in turn, {@value #RUNS} each after one that is not counted. Blocks.
     *
     * @throws IOException a worker cannot be started, or does not come up
     */
    Pair of(Generation without, Generation with) throws IOException, InterruptedException {
        List<Duration> plain = new ArrayList<>();
        List<Duration> cached = new ArrayList<>();
        one(without);
        one(with);
        for (int i = 0; i < RUNS; i++) {
            plain.add(one(without));
            cached.add(one(with));
        }
        return new Pair(median(plain), median(cached));
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private Duration one(Generation generation) throws IOException, InterruptedException {
        Life life = new Life();
        try (WorkerWatcher watcher = WorkerWatcher.start(life);
                PosixWorkerLauncher launcher = new PosixWorkerLauncher(watcher)) {
            long begin = System.nanoTime();
            LaunchedWorker worker = launcher.launch(
                    1,
                    generation
                            .commandLine(installation, 1, generation.boot().now(), OptionalInt.empty())
                            .with(Training.VARIABLE, "1"),
                    generation.lease().all());
            try {
                long ready = await(life.ready);
                return Duration.ofNanos(ready - begin);
            } finally {
                worker.kill(Signal.KILL); // it serves nobody
                var _ = await(life.ended);
            }
        }
    }

    private static long await(CompletableFuture<Long> moment) throws IOException, InterruptedException {
        try {
            return moment.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the worker that was to be measured did not come up: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the worker that was to be measured was not ready, or did not end, within " + LIMIT.toSeconds()
                            + " s",
                    e);
        }
    }

    /** When what happened to a worker, as System.nanoTime has it. */
    private static final class Life implements WorkerObserver {
        private final CompletableFuture<Long> ready = new CompletableFuture<>();
        private final CompletableFuture<Long> ended = new CompletableFuture<>();

        @Override
        public void said(long worker, WorkerMessage message) {
            if (message instanceof WorkerMessage.Ready) {
                ready.complete(System.nanoTime());
            } else if (message instanceof WorkerMessage.Failed(String what)) {
                ready.completeExceptionally(new IOException(what));
            }
        }

        @Override
        public void lifelineClosed(long worker) {}

        @Override
        public void failed(Throwable cause) {
            ready.completeExceptionally(cause);
            ended.completeExceptionally(cause);
        }

        @Override
        public void exited(long worker, ExitReason reason) {
            ready.completeExceptionally(new IOException(reason.toString()));
            ended.complete(System.nanoTime());
        }
    }
}
