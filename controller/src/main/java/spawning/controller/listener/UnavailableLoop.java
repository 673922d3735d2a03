// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.Epoll;
import spawning.controller.posix.Fd;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Sockets;
import spawning.controller.time.Deadline;
import spawning.controller.time.MonotonicClock;
import spawning.controller.time.Threads;

/**
 * One run of the {@link UnavailableResponder}: a thread with an epoll over the listeners and at most
 * {@value #MAX_CONNECTIONS} connections. While it is full it leaves the listeners alone. It waits for them with
 * EPOLLEXCLUSIVE, as workers do, so that a good worker beside it gets its share.
 */
final class UnavailableLoop {
    private static final Logger LOG = LoggerFactory.getLogger(UnavailableLoop.class);
    private static final int MAX_CONNECTIONS = 64;
    private static final int READ_BYTES = 8192;

    /** Each epoll_wait ends by then, and a swallowed wake-up of a listener is made good; deadlines end it sooner. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

    private final List<BoundListener> listeners;
    private final byte[] response;
    private final MonotonicClock clock;
    private final Epoll epoll;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final Map<Long, UnavailableConnection> connections = new HashMap<>();
    private long nextKey;
    private boolean accepting;
    private Deadline acceptAgain;
    private final boolean once;
    private volatile boolean stopping;
    private boolean ended;

    private UnavailableLoop(
            List<BoundListener> listeners, byte[] response, MonotonicClock clock, Epoll epoll, boolean once) {
        this.once = once;
        this.listeners = List.copyOf(listeners);
        this.response = response;
        this.clock = clock;
        this.epoll = epoll;
        this.acceptAgain = Deadline.in(Duration.ZERO, clock);
        this.nextKey = listeners.size(); // the keys below are the listeners'
        this.thread = Thread.ofPlatform().daemon().name("unavailable").unstarted(this::run);
    }

    static UnavailableLoop start(
            List<BoundListener> listeners, byte[] response, MonotonicClock clock, Consumer<Thread> starter)
            throws IOException {
        return started(new UnavailableLoop(listeners, response, clock, Epoll.create(), false), starter);
    }

    /** Answers only what waits now, and ends by itself. */
    static UnavailableLoop startOnce(
            List<BoundListener> listeners, byte[] response, MonotonicClock clock, Consumer<Thread> starter)
            throws IOException {
        return started(new UnavailableLoop(listeners, response, clock, Epoll.create(), true), starter);
    }

    private static UnavailableLoop started(UnavailableLoop loop, Consumer<Thread> starter) throws IOException {
        try {
            starter.accept(loop.thread);
            return loop;
        } catch (
                OutOfMemoryError e) { // so the JVM says that the system gives no thread; the controller goes on without
            loop.end();
            throw new IOException("no thread can be had: " + e.getMessage(), e);
        }
    }

    /** No effect when it has ended by itself. */
    synchronized void beginStop() {
        stopping = true;
        if (!ended) {
            epoll.wake();
        }
    }

    private synchronized void end() {
        ended = true;
        epoll.close();
    }

    void stop() {
        beginStop();
        Threads.join(thread);
    }

    private void run() {
        try {
            if (once) {
                answerWaiting();
            }
            while (!once && !stopping) {
                setAccepting(connections.size() < MAX_CONNECTIONS && acceptAgain.passed(clock));
                serve(epoll.await(untilNextDeadline(TICK)));
                if (accepting) {
                    listeners.forEach(this::accept);
                }
            }
            finish();
        } catch (PosixException | RuntimeException | Error e) {
            LOG.error("the controller's own 503 ends; clients wait instead", e);
        } finally {
            connections.values().forEach(UnavailableConnection::close);
            end();
        }
    }

    private void answerWaiting() throws PosixException {
        Deadline limit = Deadline.in(STOP_LIMIT, clock);
        boolean more = true;
        while ((more || !connections.isEmpty()) && !limit.passed(clock)) {
            int before = connections.size();
            listeners.forEach(this::accept);
            more = connections.size() > before;
            serve(epoll.await(more ? Duration.ZERO : untilNextDeadline(limit.remaining(clock))));
        }
    }

    /** A wake-up may have come for a connection that nobody has taken yet: each listener is asked once more. */
    private void finish() throws PosixException {
        boolean wasAccepting = accepting;
        setAccepting(false);
        if (wasAccepting) {
            listeners.forEach(this::accept);
        }
        Deadline limit = Deadline.in(STOP_LIMIT, clock);
        while (!connections.isEmpty() && !limit.passed(clock)) {
            serve(epoll.await(untilNextDeadline(limit.remaining(clock))));
        }
    }

    private void setAccepting(boolean wanted) throws PosixException {
        if (accepting == wanted) {
            return;
        }
        accepting = wanted;
        for (int i = 0; i < listeners.size(); i++) {
            if (wanted) {
                epoll.add(listeners.get(i).fd(), Epoll.EPOLLIN | Epoll.EPOLLEXCLUSIVE, i);
            } else {
                epoll.remove(listeners.get(i).fd());
            }
        }
    }

    private Duration untilNextDeadline(Duration atMost) {
        Duration wait = atMost;
        for (UnavailableConnection connection : connections.values()) {
            Duration remaining = connection.remaining(clock);
            wait = remaining.compareTo(wait) < 0 ? remaining : wait;
        }
        return wait;
    }

    private void serve(List<Long> keys) throws PosixException {
        for (long key : keys) {
            UnavailableConnection connection = connections.get(key);
            if (connection != null && connection.advance(buffer, clock)) {
                forget(connection);
                connections.remove(key);
            }
        }
        for (Iterator<UnavailableConnection> all = connections.values().iterator(); all.hasNext(); ) {
            UnavailableConnection connection = all.next();
            if (connection.expire(clock)) {
                forget(connection);
                all.remove();
            }
        }
    }

    private void forget(UnavailableConnection connection) throws PosixException {
        epoll.remove(connection.fd());
        connection.close();
    }

    private void accept(BoundListener listener) {
        if (connections.size() >= MAX_CONNECTIONS) {
            return;
        }
        try {
            Optional<Fd> accepted = Sockets.accept4(listener.fd());
            if (accepted.isPresent()) {
                welcome(accepted.get());
            }
        } catch (PosixException e) {
            acceptAgain = Deadline.in(TICK, clock);
            LOG.warn(
                    "the controller's own 503 cannot accept on {}, next try in {}s: {}",
                    listener.address(),
                    TICK.toSeconds(),
                    e.getMessage());
        }
    }

    private void welcome(Fd accepted) throws PosixException {
        try {
            epoll.add(accepted, Epoll.EPOLLIN, nextKey);
        } catch (PosixException e) {
            accepted.close();
            throw e;
        }
        connections.put(nextKey++, new UnavailableConnection(accepted, response, clock));
    }
}
