// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * All processes that the benchmark has started. Each is ended together with its descendants, by their pids, also when the
 * benchmark is interrupted.
 */
public final class Processes implements AutoCloseable {
    private final Set<Process> running = new LinkedHashSet<>();
    private boolean closed;

    public synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException(
                    "the benchmark is ending, " + builder.command().getFirst() + " was not started");
        }
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /** Asks the process to leave, waits, and kills what is then left of it and its descendants. */
    public void stop(Process process, Duration patience) {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        awaitEnd(family, patience);
        Stream.concat(family.stream(), process.descendants())
                .filter(ProcessHandle::isAlive)
                .forEach(ProcessHandle::destroyForcibly);
        awaitEnd(family, Duration.ofSeconds(5));
        synchronized (this) {
            running.remove(process);
        }
    }

    /** A ProcessHandle knows the start time too, so that it does not mistake a later process of the same pid. */
    private static void awaitEnd(List<ProcessHandle> family, Duration patience) {
        CompletableFuture<Void> ended = CompletableFuture.allOf(
                family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        try {
            ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) { // the caller looks who is alive
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        List<Process> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(running);
        }
        left.parallelStream().forEach(process -> stop(process, Duration.ofSeconds(5)));
    }
}
