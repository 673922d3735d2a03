// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is heard of a worker while it is looked at before its kill. Any thread. */
final class Patient {
    private final CompletableFuture<Dump> dump = new CompletableFuture<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    /** What came of a dump. */
    enum Dump {
        WRITTEN,
        ENDED,
        LATE
    }

    /** Whether it is still waited for. */
    boolean writes() {
        return !dump.isDone();
    }

    /** It has written what it was asked for. */
    void dumped() {
        dump.complete(Dump.WRITTEN);
    }

    /** It has ended. */
    void ended() {
        dump.complete(Dump.ENDED);
        end.complete(true);
    }

    /** Waits until it has written what it was asked for, or cannot any more. */
    Dump awaitDump(Duration limit) throws InterruptedException {
        return await(dump, limit, Dump.LATE);
    }

    /** Waits until it has ended; false if it has not by the limit. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return await(end, limit, false);
    }

    private static <T> T await(CompletableFuture<T> future, Duration limit, T late) throws InterruptedException {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it with a failure", e);
        }
    }
}
