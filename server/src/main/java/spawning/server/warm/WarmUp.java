// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import io.netty.channel.epoll.AcceptEpoll;
import io.netty.channel.epoll.OwnConnections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import spawning.protocol.WarmUpSettings;
import spawning.server.engine.HttpEngine;

/**
 * Asks a started engine for some paths, over and over, by connections of the process to itself, so that classes are
 * loaded, pools are filled and the JVM has compiled what is hot before a client comes. All of it is the real
 * way of a request but for the socket's family. It ends when latencies get no better, or when its time is over.
 *
 * <p>One object for one warm-up, on the thread that calls {@link #run}; {@link #toString} is for any.
 */
public final class WarmUp {
    /** A batch is at least so long, so that the compiler's threads had time to do something for the next. */
    private static final Duration BATCH = Duration.ofMillis(200);

    /**
     * With fewer requests it does not end before half of its time, however still it is: the JVM's better compiler begins
     * with what ran for some thousands of times, and a machine that is busy with other things hides what it brings.
     */
    private static final int FEW = 5000;

    /** What is under way when it ends well may take so long to come. */
    private static final Duration LAST_ANSWERS = Duration.ofMillis(500);

    private static final int BUFFER = 65_536;
    private static final int MOST_CONNECTIONS = 16;

    /** Where requests are not bound to threads: enough for the loop to have several to do. */
    private static final int CONNECTIONS_OF_GREEN = 4;

    private final HttpEngine engine;
    private final List<Target> targets;
    private final int connections;
    private final List<Visitor> visitors = new ArrayList<>();
    private final Settling settling = new Settling();
    private final AtomicLong requests = new AtomicLong();
    private volatile @Nullable Target latest;
    private double first;
    private double last;
    private int next;

    /**
     * A warm-up that has not begun.
     *
     * @param engine started
     * @param threads that run the application in it; 0: green threads, or virtual ones
     * @param most connections that the engine holds
     */
    public WarmUp(HttpEngine engine, WarmUpSettings wanted, int threads, int most) {
        this.engine = engine;
        this.targets = wanted.paths().stream()
                .map(path -> new Target(path, wanted.host(), wanted.requests()))
                .toList();
        int useful = threads == 0 ? CONNECTIONS_OF_GREEN : Math.min(threads, MOST_CONNECTIONS);
        this.connections = Math.min(useful, most);
    }

    /**
     * Warms up. Takes no longer than it may, whatever the application does; requests that it has not answered by then
     * go on in it, and their connections are closed.
     *
     * @param time how long it may take
     * @throws IOException the process cannot connect to itself
     */
    public Report run(Duration time) throws IOException {
        long begin = System.nanoTime();
        Report.End end;
        try (OwnConnections own = new OwnConnections();
                AcceptEpoll epoll = new AcceptEpoll()) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            for (int i = 0; i < connections; i++) {
                visitors.add(new Visitor(engine, own, epoll, buffer));
            }
            try {
                end = visit(epoll, begin + time.toNanos());
            } finally {
                visitors.forEach(Visitor::close);
            }
        }
        return new Report(
                requests.get(),
                Duration.ofNanos(System.nanoTime() - begin),
                Duration.ofNanos((long) first),
                Duration.ofNanos((long) last),
                end,
                problems());
    }

    /**
     * Waits until the engine could take a connection: until then the worker is not ready, whatever the time of its warm-up
     * says. Requests that were not answered may run on all threads of it, or hold up its event loop. Blocks for as long.
     *
     * @param held run once if that takes long
     */
    public void awaitRoom(Runnable held) throws InterruptedException {
        Semaphore changes = new Semaphore(0);
        engine.onRoomChange(changes::release);
        boolean said = false;
        while (engine.full()) {
            if (!changes.tryAcquire(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS) && !said) {
                said = true;
                held.run();
            }
        }
    }

    private Report.End visit(AcceptEpoll epoll, long deadline) throws IOException {
        askAll();
        long half = (deadline - System.nanoTime()) / 2;
        long batchEnd = System.nanoTime() + BATCH.toNanos();
        while (someWait()) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                takeBatch();
                return Report.End.TIME;
            }
            if (now - batchEnd >= 0 && batchIsWhole()) {
                boolean still = settling.add(takeBatch());
                if (still && (requests.get() >= FEW || deadline - now <= half)) {
                    awaitLast(epoll, deadline);
                    return Report.End.SETTLED;
                }
                batchEnd = now + BATCH.toNanos();
            }
            listen(epoll, deadline - now, true);
        }
        takeBatch();
        return targets.stream().allMatch(Target::failed) ? Report.End.FAILED : Report.End.ENOUGH;
    }

    private void awaitLast(AcceptEpoll epoll, long deadline) throws IOException {
        long end = System.nanoTime() + LAST_ANSWERS.toNanos();
        long until = end - deadline < 0 ? end : deadline;
        for (long left = LAST_ANSWERS.toNanos(); left > 0 && someWait(); left = until - System.nanoTime()) {
            listen(epoll, left, false);
        }
    }

    private void listen(AcceptEpoll epoll, long nanos, boolean goOn) throws IOException {
        int ready = epoll.await(Duration.ofNanos(nanos).plusMillis(1));
        for (int i = 0; i < ready; i++) {
            Visitor visitor = visitorWith(epoll.ready(i));
            if (visitor != null && visitor.awaited() != null && visitor.read()) {
                requests.incrementAndGet();
                if (goOn) {
                    askAll();
                }
            } else if (visitor != null && visitor.awaited() == null) {
                var _ = visitor.read(); // the server closed it
            }
        }
    }

    private @Nullable Visitor visitorWith(int descriptor) {
        for (Visitor visitor : visitors) {
            if (visitor.has(descriptor)) {
                return visitor;
            }
        }
        return null;
    }

    /** Whoever has nothing to do: an answer may have made room for several. */
    private void askAll() throws IOException {
        for (Visitor visitor : visitors) {
            if (visitor.awaited() == null) {
                askNext(visitor);
            }
        }
    }

    /** In turn, so that visitors are at different paths at the same time. */
    private void askNext(Visitor visitor) throws IOException {
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(next++ % targets.size());
            if (target.open()) {
                latest = target;
                visitor.ask(target);
                return;
            }
        }
    }

    private boolean someWait() {
        for (Visitor visitor : visitors) {
            if (visitor.awaited() != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether each path that is still asked for was answered in this batch. */
    private boolean batchIsWhole() {
        boolean any = false;
        for (Target target : targets) {
            if (target.open() && !target.sampled()) {
                return false;
            }
            any |= target.sampled();
        }
        return any;
    }

    /** The mean of the paths' medians. */
    private double takeBatch() {
        double sum = 0;
        int count = 0;
        for (Target target : targets) {
            boolean sampled = target.sampled();
            sum += target.takeMedian();
            count += sampled ? 1 : 0;
        }
        if (count > 0) {
            last = sum / count;
            first = first == 0 ? last : first;
        }
        return last;
    }

    private List<String> problems() {
        for (Visitor visitor : visitors) {
            Target target = visitor.awaited();
            if (target != null && !target.everAnswered()) {
                target.fail("was not answered before the end of the warm-up (--warmup-time)");
            }
        }
        return targets.stream().map(Target::problem).filter(Objects::nonNull).toList();
    }

    /** What it is at, for who wonders. Any thread. */
    @Override
    public String toString() {
        Target target = latest;
        return "warming up" + (target == null ? "" : " with " + target) + ", after " + requests + " requests";
    }
}
