// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import io.netty.channel.epoll.AcceptEpoll;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.scoreboard.CrewBoard;
import spawning.server.engine.HttpEngine;

/**
 * Takes connections from listeners that it shares with other processes, each in its turn, and hands them to the engine.
 *
 * <p>Listeners wait in an epoll set of our own with EPOLLEXCLUSIVE: one connection wakes one process that sleeps. A
 * listener is removed and added again after each connection, which puts this process behind the others: round robin.
 * While the engine is full the listeners are out of the set, so that connections go to processes with room. Where all are
 * full, for all are busy, newcomers may not wait for ever behind the clients that are there already: a full engine that
 * gets on takes a connection for each request that it answered, and one that is stuck takes none. Only where all are stuck,
 * so that connections wait for longer than a request may take, it takes those, for its engine at least answers that nobody has time. A wake-up
 * can be lost when a process is woken and does not accept; hence a look at each listener whenever a second was quiet.
 *
 * <p>All public methods may be called from any thread. Never called on a listener: shutdown(2) (it would hit every
 * process; but see {@link #stopAlone}).
 */
public final class Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private static final Duration QUIET_LIMIT = Duration.ofSeconds(1);
    /**
     * How soon after a connection the engine is asked again whether it has room: the connection's request comes after it
     * was taken, and may be what fills the engine. Otherwise a busy worker would take one connection more and let it wait.
     */
    private static final Duration SETTLED = Duration.ofMillis(20);

    /** How often a full engine is looked at that gets on. */
    private static final Duration BUSY_LOOK = Duration.ofMillis(20);

    /** How long room that is gone again when we come is not listened for: it comes and goes with each request. */
    private static final Duration BREATH = Duration.ofMillis(5);

    /** How often a stuck engine looks whether others have left connections to wait. */
    private static final Duration STUCK_LOOK = Duration.ofMillis(250);

    private static final int MOST_IN_RETURN = 16;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(10);
    /** Time for a client's ACK, with a long round trip, to come after its gate was closed. */
    private static final Duration LATE_HANDSHAKES = Duration.ofMillis(300);

    /** The same without a controller: the address has to be free for the next instance within 100 ms. */
    private static final Duration LATE_HANDSHAKES_ALONE = Duration.ofMillis(80);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /** Why the thread is to end, the later the stronger. */
    private enum Stop {
        NO,
        LEAVE_QUEUES,
        EMPTY_QUEUES,
        CLOSE_GATES_AND_EMPTY_QUEUES
    }

    private final ListenerSet listeners;
    private final HttpEngine engine;
    private final AcceptEpoll epoll;
    private final Deference deference;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Guards {@link #stop}, the start of the thread, and waking an epoll set that may be closed. */
    private final Object lock = new Object();

    private volatile Stop stop = Stop.NO;
    private boolean started;
    private boolean epollClosed;

    private volatile Runnable onFailure = () -> {};
    private volatile Duration patience = Duration.ZERO;
    private volatile boolean waitsForRoom;
    private volatile boolean waitsForConnections;

    /** Whether the engine was full at the last look, how many requests it had answered then, and whether more since. */
    private boolean wasFull;

    private long answered;
    private boolean getsOn;

    /** Since when somebody was seen to wait at each look of a stuck engine, by System.nanoTime; 0: nobody was. */
    private long waitedSince;

    private Duration backoff = Duration.ZERO;
    private boolean justAccepted;

    /** Whether a wake-up can have been for us. Set before {@link #end} by who runs it. */
    private boolean listened = true;

    /**
     * Takes over the descriptors: they are closed by {@link #stop}, whether started or not.
     *
     * @param bound the listeners, not in use by anyone else in this process
     * @param engine gets the connections; it tells {@link HttpEngine#onRoomChange} when it has room again
     * @throws IOException no epoll set can be had; the descriptors are left open
     */
    public Acceptor(List<BoundListener> bound, HttpEngine engine) throws IOException {
        this(bound, engine, CrewBoard.unshared(), 1);
    }

    /**
     * The same, beside others.
     *
     * @param crew where it shows what it holds, and sees what others hold
     * @param slot its line there
     */
    public Acceptor(List<BoundListener> bound, HttpEngine engine, CrewBoard crew, int slot) throws IOException {
        this.engine = engine;
        this.epoll = new AcceptEpoll();
        this.deference = new Deference(crew, slot, engine);
        this.listeners = new ListenerSet(bound, epoll, engine, deference);
        this.thread = Thread.ofPlatform().name("acceptor").daemon().unstarted(this::run);
        engine.onRoomChange(this::roomChanged);
        engine.onClose(deference::counted);
    }

    /**
     * Registers what is to run, on the acceptor's thread, if it fails for a reason that waiting does not cure. The
     * listeners are closed then; the worker had better be replaced. To be called before {@link #start}.
     */
    public void onFailure(Runnable action) {
        onFailure = action;
    }

    /**
     * How long connections may wait while the engine is stuck until it takes them all the same; zero: for ever. To be called
     * before {@link #start}.
     */
    public void patience(Duration limit) {
        patience = limit;
    }

    /** Begins to accept. Without effect after a stop, or when called twice. */
    public void start() {
        synchronized (lock) {
            if (!started && stop == Stop.NO) {
                started = true;
                thread.start();
            }
        }
    }

    /**
     * Stops accepting and closes our copies of the listeners; returns when they are closed, which takes as long as
     * handing over what is in the queue, and at most {@code 5 s}. After the first, a call only waits.
     *
     * @param emptyQueues whether this process may be the last, so that the queues of {@linkplain
     *     spawning.protocol.ListenerKind#owned owned} listeners are emptied first; whoever owns them has closed their
     *     gates. Otherwise one last connection is taken from each listener, for the wake-up that may have been for us;
     *     none when it was never started, as by a worker that waited all its life and gets little time to leave.
     */
    public void stop(boolean emptyQueues) {
        stop(emptyQueues ? Stop.EMPTY_QUEUES : Stop.LEAVE_QUEUES);
    }

    /**
     * Stops accepting when there is no controller any more: as {@link #stop stop(true)}, but closes the gates of owned
     * listeners itself, and with them those of every worker that shares the listeners.
     */
    public void stopAlone() {
        stop(Stop.CLOSE_GATES_AND_EMPTY_QUEUES);
    }

    private void stop(Stop wanted) {
        boolean neverStarted;
        synchronized (lock) {
            if (wanted.compareTo(stop) > 0) {
                stop = wanted;
            }
            neverStarted = !started;
            started = true;
            if (!epollClosed) {
                epoll.wake();
            }
        }
        if (neverStarted) {
            listened = false;
            end();
        }
        awaitClosed();
    }

    private void awaitClosed() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (true) {
            try {
                if (!closed.await(deadline - System.nanoTime(), java.util.concurrent.TimeUnit.NANOSECONDS)) {
                    LOG.error("acceptor did not end within {}; going on without waiting for it", STOP_LIMIT);
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the promise of this method comes first; the caller sees the flag afterwards
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void roomChanged() {
        if (waitsForRoom || (waitsForConnections && engine.full())) {
            synchronized (lock) {
                if (!epollClosed) {
                    epoll.wake();
                }
            }
        }
    }

    private void run() {
        try {
            while (stop == Stop.NO) {
                turn();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("acceptor failed; this worker takes no more connections", e);
            onFailure.run();
        } finally {
            end();
        }
    }

    private void turn() throws IOException {
        waitsForRoom = true; // before the question, so that room made after it wakes us
        if (engine.full()) {
            listeners.leave();
            noteFull();
            epoll.await(getsOn ? BUSY_LOOK : patience.isZero() ? QUIET_LIMIT : STUCK_LOOK);
            waitsForRoom = false;
            if (stop == Stop.NO && engine.full()) {
                deference.listens(false); // not before: room for requests comes and goes with each of them
                acceptInReturn();
                acceptAbandoned();
                epoll.await(BREATH);
            }
            return;
        }
        waitsForRoom = false;
        wasFull = false;
        if (backoff.isZero()) {
            deference.listens(true);
            listeners.join();
            listen();
        } else {
            deference.listens(false);
            listeners.leave();
            epoll.await(backoff);
            acceptFrom(0);
        }
    }

    private void listen() throws IOException {
        int events = justAccepted ? epoll.await(Duration.ZERO) : 0;
        if (events > 0 && deference.leaves(System.nanoTime())) {
            LockSupport.parkNanos(Deference.LOOK.toNanos());
            return;
        }
        if (events == 0) {
            waitsForConnections = true;
            events = epoll.await(justAccepted ? SETTLED : QUIET_LIMIT);
            waitsForConnections = false;
        }
        if (events > 0 || !justAccepted) {
            acceptFrom(events);
        }
        justAccepted = events > 0;
    }

    /** What was answered before it was full earns nothing: it may be stuck from now on. */
    private void noteFull() {
        if (!wasFull) {
            wasFull = true;
            getsOn = false;
            waitedSince = 0;
            answered = engine.answered();
        }
    }

    private void acceptInReturn() throws IOException {
        long now = engine.answered();
        long since = now - answered;
        answered = now;
        getsOn = since > 0;
        for (long i = Math.min(since, MOST_IN_RETURN); i > 0 && engine.hasSlot() && backoff.isZero(); i--) {
            acceptFrom(0);
        }
    }

    /** Who has waited for too long while this engine was stuck: so all others are stuck as well. */
    private void acceptAbandoned() throws IOException {
        if (patience.isZero() || getsOn || !listeners.anyWaits()) {
            waitedSince = 0;
            return;
        }
        long now = System.nanoTime();
        waitedSince = waitedSince == 0 ? now : waitedSince;
        if (now - waitedSince > patience.toNanos() && !listeners.takeOlderThan(patience)) {
            waitedSince = 0; // the queue is long, but others take from it
        }
    }

    private void acceptFrom(int events) throws IOException {
        @Nullable IOException failure = events == 0 ? listeners.acceptFromEach() : listeners.acceptFromReady(events);
        if (failure == null) {
            if (!backoff.isZero()) {
                LOG.info("accepting again");
                backoff = Duration.ZERO;
            }
        } else if (backoff.isZero()) {
            backoff = FIRST_BACKOFF;
            LOG.error(
                    "cannot accept: {}; trying again after {} ms, doubling up to {} ms",
                    failure.getMessage(),
                    backoff.toMillis(),
                    QUIET_LIMIT.toMillis());
        } else {
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(QUIET_LIMIT) > 0 ? QUIET_LIMIT : doubled;
        }
    }

    /** The end, step by step, each tried whatever becomes of the others. Runs once, on the thread or in place of it. */
    private void end() {
        try {
            deference.listens(false);
            switch (stop) {
                case NO, LEAVE_QUEUES -> {
                    if (listened) {
                        listeners.takeLast();
                    }
                }
                case EMPTY_QUEUES -> listeners.empty(LATE_HANDSHAKES);
                case CLOSE_GATES_AND_EMPTY_QUEUES -> {
                    listeners.closeGates();
                    listeners.empty(LATE_HANDSHAKES_ALONE);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("what waited on the listeners could not be taken before they were closed", e);
        } finally {
            listeners.close();
            closeEpoll();
            closed.countDown();
        }
    }

    private void closeEpoll() {
        synchronized (lock) {
            epollClosed = true;
            try {
                epoll.close();
            } catch (IOException e) {
                LOG.warn("closing the epoll set of the acceptor failed; a descriptor may be left open", e);
            }
        }
    }
}
