// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.engine.RequestUnderWay;

/** The open connections of a worker, and the end of them all. */
final class Connections {
    private final int most;
    private final Runnable room;
    private final Runnable closed;

    /** Adopted and not yet closed, whether the loop has seen them or not. */
    private final AtomicInteger count = new AtomicInteger();

    /** Changed by the loop only, so that it waits for nobody; read by any thread. */
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile @Nullable DrainMode mode;
    private volatile Duration idleLimit = Duration.ZERO;

    /**
     * @param most connections beyond which new ones had better go elsewhere
     * @param room run when {@link #full} turns false
     * @param closed run each time that {@link #count} was lowered
     */
    Connections(int most, Runnable room, Runnable closed) {
        this.most = most;
        this.room = room;
        this.closed = closed;
    }

    /** Any thread. */
    boolean full() {
        return count.get() >= most;
    }

    /** Any thread. */
    int count() {
        return count.get();
    }

    /** Whether responses are to be the last of their connections. Any thread. */
    boolean draining() {
        return mode != null;
    }

    /** Whether idle connections are ended without waiting for them. Any thread. */
    boolean forced() {
        return mode == DrainMode.FORCED;
    }

    /** Counts a connection, there and here, from the moment on at which we have its descriptor. */
    void adopted(Scoreboard scoreboard) {
        count.incrementAndGet();
        scoreboard.count(Counter.CONNECTIONS_OPENED);
    }

    /** The loop knows it. On the loop. */
    void opened(Connection connection) {
        open.add(connection);
        DrainMode current = mode;
        if (current != null) {
            connection.drain(current, idleLimit);
        }
    }

    /** It is closed. On the loop. */
    void closed(Connection connection, Scoreboard scoreboard) {
        open.remove(connection);
        gone(scoreboard);
    }

    /** A descriptor that was adopted is closed. */
    void gone(Scoreboard scoreboard) {
        scoreboard.count(Counter.CONNECTIONS_CLOSED);
        int left = count.decrementAndGet();
        closed.run();
        if (left == most - 1) {
            room.run();
        }
        if (left == 0 && draining()) {
            drained.complete(null);
        }
    }

    /**
     * From now on each response is the last of its connection. Any thread. GRACEFUL after FORCED changes nothing.
     *
     * @param limit as in {@link spawning.server.engine.HttpEngine#drain}; idle connections are waited for no longer than
     *     four fifths of it, so that the rest is left for the last responses
     */
    synchronized void beginDrain(DrainMode wanted, Duration limit) {
        if (!forced()) {
            idleLimit = limit.multipliedBy(4).dividedBy(5);
            mode = wanted; // after what it makes visible to the loop
        }
    }

    /** Lets all connections end, after {@link #beginDrain}; on the loop. */
    void drain(DrainMode wanted) {
        for (Connection connection : List.copyOf(open)) {
            connection.drain(wanted, idleLimit);
        }
        if (count.get() == 0) {
            drained.complete(null);
        }
    }

    CompletableFuture<Void> drained() {
        return drained.copy();
    }

    /** What the application has not answered yet, oldest first. Any thread; waits for nobody. */
    List<RequestUnderWay> underWay() {
        return open.stream()
                .map(Connection::current)
                .filter(Objects::nonNull)
                .map(NettyExchange::underWay)
                .sorted(Comparator.comparing(RequestUnderWay::age).reversed())
                .toList();
    }

    /** On the loop. */
    void closeAll() {
        List.copyOf(open).forEach(connection -> connection.wire().reset());
    }
}
