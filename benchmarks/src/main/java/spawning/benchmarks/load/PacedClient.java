// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a fixed rate and measures each from the moment it was due, not from the moment it could be sent: a
 * server that stalls shows in all requests that were due meanwhile. (A client that waits for an answer before it counts
 * the next request would leave them out: "coordinated omission".)
 *
 * @param port of the server, on 127.0.0.1
 * @param rate requests per second
 * @param connections that take the requests in turns, each with a thread
 * @param patience for one answer, and how far behind a connection may fall before it gives up the rest
 */
public record PacedClient(
        int port, String path, Predicate<Answer> expected, int rate, int connections, Duration patience) {

    /**
     * Runs for that long, then until the last answer is there or patience has ended. Before that, each connection is
     * opened and asks once, which is not measured.
     */
    public Latencies run(Duration duration) throws InterruptedException {
        int total = (int) (rate * duration.toMillis() / 1000);
        CountDownLatch opened = new CountDownLatch(connections);
        CompletableFuture<Long> start = new CompletableFuture<>();
        List<Lane> lanes = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Lane lane = new Lane(i, total, opened, start);
            lanes.add(lane);
            threads.add(Thread.ofPlatform().daemon().name("paced-" + i).start(lane));
        }
        opened.await();
        start.complete(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
        for (Thread thread : threads) {
            thread.join();
        }
        return new Latencies(
                lanes.stream().flatMap(lane -> lane.nanos.stream()).toList(),
                lanes.stream().mapToLong(lane -> lane.failures).sum(),
                lanes.stream().mapToLong(lane -> lane.unsent).sum());
    }

    /** One connection with its share of the requests: every n-th. */
    private final class Lane implements Runnable {
        private final int first;
        private final int total;
        private final CountDownLatch opened;
        private final CompletableFuture<Long> start;
        private final List<Long> nanos = new ArrayList<>();
        private long failures;
        private long unsent;
        private @Nullable Connection connection;

        Lane(int first, int total, CountDownLatch opened, CompletableFuture<Long> start) {
            this.first = first;
            this.total = total;
            this.opened = opened;
            this.start = start;
        }

        @Override
        public void run() {
            request(System.nanoTime());
            nanos.clear();
            opened.countDown();
            long begin = start.join();
            long interval = TimeUnit.SECONDS.toNanos(1) / rate;
            IntStream.iterate(first, i -> i < total, i -> i + connections).forEach(i -> request(begin + i * interval));
            disconnect();
        }

        private void request(long due) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            if (System.nanoTime() - due > patience.toNanos()) {
                unsent++;
                return;
            }
            try {
                Answer answer = connected().exchange(path);
                nanos.add(System.nanoTime() - due);
                if (!expected.test(answer)) {
                    failures++;
                }
            } catch (IOException e) { // counted, and the report shows the count
                failures++;
                disconnect();
            }
        }

        private Connection connected() throws IOException {
            if (connection == null || !connection.isOpen()) {
                disconnect();
                connection = Connection.open(port, patience);
            }
            return connection;
        }

        private void disconnect() {
            if (connection != null) {
                try {
                    connection.close();
                } catch (IOException e) { // nothing of the measurement is lost by it
                }
                connection = null;
            }
        }
    }
}
