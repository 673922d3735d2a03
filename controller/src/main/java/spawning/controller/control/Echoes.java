// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import spawning.protocol.WorkerMessage;

/** What workers say in answer to what they were told. Any thread. */
public final class Echoes {
    private final Queue<Waiting> all = new ConcurrentLinkedQueue<>();

    private record Waiting(long worker, Predicate<WorkerMessage> wanted, CompletableFuture<WorkerMessage> echo) {}

    /**
     * Waits for the next message of a worker that is as wanted; to be called before it is told anything. To be cancelled when
     * it is not waited for any more. It fails when the worker ends.
     */
    CompletableFuture<WorkerMessage> expect(long worker, Predicate<WorkerMessage> wanted) {
        CompletableFuture<WorkerMessage> echo = new CompletableFuture<>();
        Waiting waiting = new Waiting(worker, wanted, echo);
        all.add(waiting);
        var _ = echo.whenComplete((message, failure) -> all.remove(waiting));
        return echo;
    }

    /** A worker said something. */
    public void said(long worker, WorkerMessage message) {
        for (Waiting waiting : all) {
            if (waiting.worker() == worker && waiting.wanted().test(message)) {
                waiting.echo().complete(message);
            }
        }
    }

    /** A worker has ended. */
    public void ended(long worker) {
        for (Waiting waiting : all) {
            if (waiting.worker() == worker) {
                waiting.echo().completeExceptionally(new IllegalStateException("the worker ended meanwhile"));
            }
        }
    }
}
