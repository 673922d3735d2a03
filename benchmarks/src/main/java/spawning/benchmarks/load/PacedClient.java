// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Sends requests at a fixed rate and measures each from the moment it was due, not from the moment it could be sent: a
 * server that stalls shows in all requests that were due meanwhile. (A client that waits for an answer before it counts
 * the next request would leave them out: "coordinated omission".) Nothing is asked twice: a request whose connection
 * ends before its answer has failed.
 *
 * @param port of the server, on 127.0.0.1
 * @param rate requests per second
 * @param connections that take the requests in turns, all of one thread
 * @param patience for one answer, and how far behind a connection may fall before it gives up requests
 */
public record PacedClient(
        int port, String path, Predicate<Answer> expected, int rate, int connections, Duration patience) {

    private static final Duration OPENING = Duration.ofSeconds(20);

    /** As {@link #record}, without the times. */
    public Latencies run(Duration duration) throws InterruptedException {
        return record(duration, begin -> {}).all();
    }

    /**
     * Runs for that long, then until the last answer is there or patience has ended. Before that, each connection is
     * opened and asks once, which is not measured.
     *
     * @param begun is told when the first request will be due, as System.nanoTime, by another thread
     */
    public Timeline record(Duration duration, LongConsumer begun) throws InterruptedException {
        int total = (int) ((long) rate * duration.toMillis() / 1000);
        try (var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory())) {
            CompletableFuture<Timeline> result = new CompletableFuture<>();
            loop.execute(new Pacer(loop.next(), this, total, begun, result));
            return result.get(
                    OPENING.plus(duration).plus(patience.multipliedBy(3)).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the paced client did not come to its end", e);
        }
    }
}
