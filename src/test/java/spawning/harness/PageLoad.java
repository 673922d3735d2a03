// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that ask for one page of an application that others wrote, whose content they do not know: each response must
 * be whole and have the expected status. As polite as those of {@link LoadClient}. Half of them keep their connections.
 */
public final class PageLoad implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    private final InetSocketAddress target;
    private final String request;
    private final int status;
    private final List<Thread> clients = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LongAdder answered = new LongAdder();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private PageLoad(InetSocketAddress target, String request, int status) {
        this.target = target;
        this.request = request;
        this.status = status;
    }

    /**
     * Starts clients.
     *
     * @param path of the page
     * @param fields of the request's header, each ended by CR LF
     */
    public static PageLoad start(InetSocketAddress target, int count, String path, String fields, int status) {
        PageLoad load = new PageLoad(target, "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n", status);
        for (int i = 0; i < count; i++) {
            boolean keeps = i % 2 == 0;
            load.clients.add(Thread.ofVirtual().name("page client " + i).start(() -> load.run(keeps)));
        }
        return load;
    }

    private void run(boolean keeps) {
        while (!over(Duration.ZERO)) {
            try (HttpConnection connection = HttpConnection.to(target)) {
                while (exchange(connection) && keeps && !over(PACE)) {
                    // the next one on the same connection
                }
            } catch (IOException e) {
                failures.add(String.valueOf(e));
            }
            over(PACE);
        }
    }

    /** Whether the connection may be used again. */
    private boolean exchange(HttpConnection connection) throws IOException {
        connection.send(request);
        Response response = connection.receive();
        if (response.status() != status) {
            failures.add(response.toString());
        }
        answered.increment();
        return !response.lastOfConnection();
    }

    private boolean over(Duration wait) {
        try {
            return stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until so many more have been answered. */
    public void awaitMore(long count) {
        long goal = answered.sum() + count;
        Await.until(count + " more pages", Await.SOON, failures::toString, () -> answered.sum() >= goal);
    }

    /** Lets running requests finish, ends the clients, and tells what failed. */
    public List<String> stop() {
        stopped.countDown();
        for (Thread client : clients) {
            try {
                if (!client.join(STOP_LIMIT)) {
                    throw new AssertionError(client.getName() + " did not end within " + STOP_LIMIT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while the load ended", e);
            }
        }
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
