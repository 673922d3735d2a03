// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import spawning.controller.time.MonotonicClock;

/**
 * The controller's own {@code 503 Service Unavailable}, for the time when no worker will come up soon. It parses nothing:
 * it reads to the blank line, within 8 KB and two seconds, answers and closes.
 *
 * <p>Called by one thread. Off at first.
 */
public final class UnavailableResponder implements AutoCloseable {
    private final MonotonicClock clock;
    private final Consumer<Thread> starter;
    private @Nullable UnavailableLoop running;

    public UnavailableResponder(MonotonicClock clock) {
        this(clock, Thread::start);
    }

    UnavailableResponder(MonotonicClock clock, Consumer<Thread> starter) {
        this.clock = clock;
        this.starter = starter;
    }

    /**
     * Starts to answer on these listeners, on a thread of its own; one that answers already is told to stop. Does not wait.
     *
     * @param listeners to stay open until {@link #stop} has returned
     * @param retryAfter what clients are told, rounded up to whole seconds, at least one
     * @throws IOException descriptors, memory or threads are short; then it does not answer
     */
    public void start(List<BoundListener> listeners, Duration retryAfter) throws IOException {
        beginStop();
        running = UnavailableLoop.start(listeners, response(retryAfter), clock, starter);
    }

    /**
     * Like {@link #start}, with a page for those who develop the application.
     *
     * @param why it cannot be served, one sentence
     * @param details lines of the compiler or of a log; may be empty
     */
    public void explain(List<BoundListener> listeners, String why, String details) throws IOException {
        beginStop();
        running = UnavailableLoop.start(listeners, ErrorPage.response(why, details), clock, starter);
    }

    /**
     * Answers what waits in the queues of these listeners, and nothing that comes later. Blocks until that is done, at most
     * two seconds: for the very end, when nobody else is left to answer.
     */
    public void answerWaiting(List<BoundListener> listeners) throws IOException {
        stop();
        UnavailableLoop.startOnce(listeners, response(Duration.ofSeconds(1)), clock, starter)
                .stop();
    }

    /** Accepts nothing more, from this moment or very soon; returns at once. What was accepted is still answered. */
    public void beginStop() {
        if (running != null) {
            running.beginStop();
        }
    }

    /**
     * Begins to stop, and returns at once.
     *
     * @return to be run by any thread: what {@link #stop} does, for what was running now
     */
    public Runnable letGo() {
        beginStop();
        UnavailableLoop stopping = running;
        return () -> {
            if (stopping != null) {
                stopping.stop();
            }
        };
    }

    /**
     * Stops. Returns when it has let go of the listeners and answered and closed what it had accepted, which takes at most
     * some two seconds, for clients that do not send their request.
     */
    public void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    static byte[] response(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
        String body = "The service is unavailable for the moment. Please try again in " + seconds + " s.\n";
        String response = "HTTP/1.1 503 Service Unavailable\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: " + body.length() + "\r\n"
                + "Cache-Control: no-store\r\n"
                + "Retry-After: " + seconds + "\r\n"
                + "Connection: close\r\n"
                + "\r\n"
                + body;
        return response.getBytes(StandardCharsets.US_ASCII);
    }
}
