// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of the controller, as those see it who wait for something. Any thread. */
public final class Ending {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** What was waited for will not come any more. */
    static final class Ended extends Exception {
        private static final long serialVersionUID = 1;

        Ended() {
            super("the controller has ended");
        }
    }

    /** The loop has ended. */
    void announce() {
        end.complete(null);
    }

    boolean isNow() {
        return end.isDone();
    }

    /** Waits for the end; false if it has not come by the limit. */
    boolean await(Duration limit) throws InterruptedException {
        try {
            end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it with a failure", e);
        }
    }

    /** Waits for the controller's thread to answer. */
    <T> T await(CompletableFuture<T> answer) throws Ended, InterruptedException {
        try {
            CompletableFuture.anyOf(answer, end).get();
            if (!answer.isDone()) {
                throw new Ended();
            }
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the controller could not answer", e);
        }
    }
}
