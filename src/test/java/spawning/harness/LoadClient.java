// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many clients on plain sockets that check every byte of every response. They are polite: they honour
 * {@code Connection: close}, and never send on a connection that has idled for longer than its
 * {@code Keep-Alive: timeout}; so a connection that ends under a request is always the server's fault.
 */
public final class LoadClient implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final int KEPT_FAILURES = 10_000;

    private final Load load;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LongAdder answered = new LongAdder();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final Queue<Tally.Failure> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();
    private final Set<String> versions = ConcurrentHashMap.newKeySet();
    private final Set<Long> pids = ConcurrentHashMap.newKeySet();

    private LoadClient(Load load) {
        this.load = load;
    }

    /** Starts all clients of a load. */
    public static LoadClient start(Load load) {
        LoadClient client = new LoadClient(load);
        for (int i = 0; i < load.busy(); i++) {
            client.add(VirtualClient.Habit.BUSY);
        }
        for (int i = 0; i < load.idling(); i++) {
            client.add(VirtualClient.Habit.IDLING);
        }
        for (int i = 0; i < load.single(); i++) {
            client.add(VirtualClient.Habit.SINGLE);
        }
        for (int i = 0; i < load.slow(); i++) {
            client.add(VirtualClient.Habit.SLOW);
        }
        return client;
    }

    private void add(VirtualClient.Habit habit) {
        int number = threads.size();
        threads.add(Thread.ofVirtual().name(habit + " client " + number).start(new VirtualClient(this, number, habit)));
    }

    /** Waits until so many requests more have been answered: the load has then surely seen what happened meanwhile. */
    public void awaitMore(long count) {
        long goal = answered.sum() + count;
        Await.until(count + " more answers", Await.SOON, () -> tally().toString(), () -> answered.sum() >= goal);
    }

    /** Waits until every client has gone home, because it was refused. */
    public void awaitAllRefused(Duration limit) {
        Await.until(
                "all clients were refused",
                limit,
                () -> tally().toString(),
                () -> threads.stream().noneMatch(Thread::isAlive));
    }

    /** What was seen so far. */
    public Tally tally() {
        return new Tally(answered.sum(), List.copyOf(failures), versions, pids);
    }

    /** Lets running requests finish, ends all clients and tells what they saw. */
    public Tally stop() {
        stopped.countDown();
        for (Thread thread : threads) {
            try {
                if (!thread.join(STOP_LIMIT)) {
                    throw new AssertionError(thread.getName() + " did not end within " + STOP_LIMIT + "\n" + tally());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while the load ended", e);
            }
        }
        return tally();
    }

    /** Ends the load of a test that failed; after {@link #stop} it has no effect. */
    @Override
    public void close() {
        stopped.countDown();
    }

    Load load() {
        return load;
    }

    long nextRequest() {
        return requests.incrementAndGet();
    }

    long nextConnection() {
        return connections.incrementAndGet();
    }

    void answered(Exchange.Answer answer) {
        versions.add(answer.version());
        pids.add(answer.pid());
        answered.increment();
    }

    void failed(Tally.Failure failure) {
        if (failed.incrementAndGet() <= KEPT_FAILURES) {
            failures.add(failure);
        }
    }

    /** Whether the load is over; waits for it so long. */
    boolean overWithin(Duration wait) {
        try {
            return stopped.await(wait.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    static void closeQuietly(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // The client is done with it, and whatever was wrong with it has been counted.
        }
    }
}
