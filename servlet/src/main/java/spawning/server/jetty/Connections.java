// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.engine.RequestUnderWay;

/** The open connections of a worker, and the end of them all. Any thread. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final int most;
    private final Runnable room;
    private final Runnable closed;
    private final AtomicInteger count = new AtomicInteger();

    /** Adopted and not closed, whether Jetty has made its connection or not, and where each is counted. */
    private final Map<SelectableChannel, Scoreboard> adopted = new ConcurrentHashMap<>();

    private final Map<SelectableChannel, ClientConnection> open = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile @Nullable DrainMode mode;
    private volatile Duration idleLimit = Duration.ZERO;
    private volatile Duration limit = Duration.ZERO;
    private volatile long drainBegan;

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

    boolean full() {
        return count.get() >= most;
    }

    int count() {
        return count.get();
    }

    /** Whether responses are to be the last of their connections. */
    boolean draining() {
        return mode != null;
    }

    boolean forced() {
        return mode == DrainMode.FORCED;
    }

    /** Counts a connection, there and here, from the moment on at which we have its descriptor. */
    void arrived(Scoreboard scoreboard) {
        count.incrementAndGet();
        scoreboard.count(Counter.CONNECTIONS_OPENED);
    }

    void adopted(SelectableChannel channel, Scoreboard scoreboard) {
        adopted.put(channel, scoreboard);
    }

    void opened(ClientConnection connection) {
        open.put(connection.getChannel(), connection);
        DrainMode current = mode;
        if (current != null) {
            connection.drain(current, idleLimit);
        }
    }

    /** It is closed, or was never opened; may be told twice. */
    void closed(SelectableChannel channel) {
        open.remove(channel);
        Scoreboard scoreboard = adopted.remove(channel);
        if (scoreboard != null) {
            gone(scoreboard);
        }
    }

    /** A descriptor that arrived is closed. */
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
     * From now on each response is the last of its connection, and all connections end. GRACEFUL after FORCED changes
     * nothing. WebSockets are told to go away when all other requests are answered, and after half of the limit at the
     * latest.
     *
     * @param limit as in {@link spawning.server.engine.HttpEngine#drain}; idle connections are waited for no longer than
     *     four fifths of it, so that the rest is left for the last responses
     */
    CompletableFuture<Void> drain(DrainMode wanted, Duration limit) {
        synchronized (this) {
            if (!forced()) {
                idleLimit = limit.multipliedBy(4).dividedBy(5);
                this.limit = limit;
                drainBegan = draining() ? drainBegan : System.nanoTime();
                mode = wanted; // after what it makes visible
            }
        }
        open.values().forEach(connection -> connection.drain(wanted, idleLimit));
        if (count.get() == 0) {
            drained.complete(null);
        }
        return drained.copy();
    }

    /** Ends those that waited for too long. */
    void look() {
        long now = System.nanoTime();
        open.values().forEach(connection -> look(connection, now));
        if (draining()) {
            endWebSockets(Duration.ofNanos(now - drainBegan));
        }
    }

    /** One that fails is ended, so that the others are looked at all the same, now and later. */
    private static void look(ClientConnection connection, long now) {
        try {
            connection.look(now);
        } catch (RuntimeException | Error e) {
            LOG.warn("the time limits of {} could not be applied; closing it", connection, e);
            connection.close(e);
        }
    }

    private void endWebSockets(Duration drainedFor) {
        boolean late = over(drainedFor, limit.dividedBy(2));
        if (forced() || late || open.values().stream().noneMatch(ClientConnection::owesResponse)) {
            boolean atOnce = over(drainedFor, idleLimit);
            open.values().forEach(connection -> connection.leave(atOnce));
        }
    }

    /** @param most zero: no limit */
    private static boolean over(Duration time, Duration most) {
        return most.isPositive() && time.compareTo(most) > 0;
    }

    /** What the application has not answered yet, oldest first. */
    List<RequestUnderWay> underWay() {
        return open.values().stream()
                .map(ClientConnection::answering)
                .filter(Objects::nonNull)
                .map(Answering::underWay)
                .sorted(Comparator.comparing(RequestUnderWay::age).reversed())
                .toList();
    }
}
