// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Clients that connect again and again and expect {@code hello} and the end of the connection, each time. */
public final class Greeted implements AutoCloseable {
    private static final byte[] GREETING = "hello\n".getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_LOST = 100;

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder greeted = new LongAdder();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private Greeted(int port) {
        this.port = port;
    }

    /** Starts so many. */
    public static Greeted start(int clients, int port) {
        Greeted all = new Greeted(port);
        for (int i = 0; i < clients; i++) {
            all.threads.add(Thread.ofVirtual().start(all::connectAgainAndAgain));
        }
        return all;
    }

    private void connectAgainAndAgain() {
        while (!stopped && lost.size() < MOST_LOST) {
            try (HttpConnection connection = HttpConnection.to(port)) {
                connection.expect(GREETING);
                greeted.increment();
            } catch (IOException e) {
                lost.add(e.getMessage());
            }
        }
    }

    /** How many were greeted so far. */
    public long count() {
        return greeted.sum();
    }

    /** Ends the clients and tells of the connections that were lost. */
    public List<String> stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            if (!thread.join(Await.SOON)) {
                lost.add("no greeting within " + Await.SOON);
            }
        }
        return List.copyOf(lost);
    }

    @Override
    public void close() {
        stopped = true;
    }
}
