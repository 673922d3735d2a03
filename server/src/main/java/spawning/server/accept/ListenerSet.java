// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import io.netty.channel.epoll.AcceptEpoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.ListenerKind;
import spawning.server.engine.HttpEngine;

/** The listeners of an acceptor and its epoll set, as the acceptor's thread alone sees them. */
final class ListenerSet {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerSet.class);

    private static final int NOTHING = -1;
    private static final int GONE = -2;

    private final List<Entry> entries;
    private final AcceptEpoll epoll;
    private final HttpEngine engine;
    private final Deference deference;

    /** Room for what accept writes: a length byte and an IPv6 address with scope and port. */
    private final byte[] peer = new byte[26];

    private boolean joined;

    private record Entry(BoundListener bound, Socket socket) {}

    ListenerSet(List<BoundListener> bound, AcceptEpoll epoll, HttpEngine engine, Deference deference) {
        this.entries = bound.stream().map(b -> new Entry(b, new Socket(b.fd()))).toList();
        this.epoll = epoll;
        this.engine = engine;
        this.deference = deference;
    }

    /** Puts all listeners into the epoll set. */
    void join() throws IOException {
        if (!joined) {
            for (Entry entry : entries) {
                epoll.add(entry.bound.fd());
            }
            joined = true;
        }
    }

    /** Takes all listeners out of the epoll set. */
    void leave() throws IOException {
        if (joined) {
            for (Entry entry : entries) {
                epoll.remove(entry.bound.fd());
            }
            joined = false;
        }
    }

    /** Accepts once on each listener that the last wait named; returns why that failed, or null. */
    @Nullable
    IOException acceptFromReady(int events) throws IOException {
        IOException failure = null;
        for (int i = 0; i < events; i++) {
            int ready = epoll.ready(i);
            for (Entry entry : entries) {
                if (entry.bound.fd() == ready) {
                    failure = acceptInTurn(entry, failure);
                }
            }
        }
        return failure;
    }

    /** Accepts once on each listener; returns why that failed, or null. */
    @Nullable
    IOException acceptFromEach() throws IOException {
        IOException failure = null;
        for (Entry entry : entries) {
            failure = acceptInTurn(entry, failure);
        }
        return failure;
    }

    /** Returns why it failed, or else the failure of before. */
    private @Nullable IOException acceptInTurn(Entry entry, @Nullable IOException before) throws IOException {
        try {
            int descriptor = accept(entry);
            try {
                if (descriptor != NOTHING && joined) {
                    // before the client is answered: its next connection is for whoever is at the head then
                    epoll.remove(entry.bound.fd());
                    epoll.add(entry.bound.fd());
                }
            } finally {
                adopt(entry, descriptor);
            }
            return before;
        } catch (AcceptException e) {
            return e;
        }
    }

    /** A new connection's descriptor; {@link #NOTHING} when there is none, {@link #GONE} when it failed by itself. */
    private int accept(Entry entry) throws AcceptException {
        try {
            int descriptor = entry.socket.accept(peer);
            return descriptor < 0 ? NOTHING : descriptor;
        } catch (IOException e) {
            return switch (AcceptFailure.of(e)) {
                case GONE -> GONE;
                case EXHAUSTED ->
                    throw new AcceptException(entry.bound.listener().address(), e);
            };
        }
    }

    private void adopt(Entry entry, int descriptor) {
        if (descriptor >= 0) {
            engine.adopt(descriptor, entry.bound.listener());
            deference.took();
        }
    }

    /** Whether a connection waits on any listener now. Nobody else is deprived of a wake-up by this look. */
    boolean anyWaits() throws IOException {
        leave();
        for (Entry entry : entries) {
            epoll.addShared(entry.bound.fd());
        }
        try {
            return epoll.await(Duration.ZERO) > 0;
        } finally {
            for (Entry entry : entries) {
                epoll.remove(entry.bound.fd());
            }
        }
    }

    /**
     * Takes TCP connections that have waited for longer than this while the engine has room for connections, and of each
     * listener one that has not, which ends the search: the queue is in order. How long others have waited is not known.
     *
     * @return whether there was one
     */
    boolean takeOlderThan(Duration age) {
        boolean any = false;
        for (Entry entry : entries) {
            if (entry.bound.listener().kind().tcp()) {
                any |= takeOlderThan(age, entry);
            }
        }
        return any;
    }

    private boolean takeOlderThan(Duration age, Entry entry) {
        boolean any = false;
        try {
            boolean old = true;
            while (old && engine.hasSlot()) {
                int descriptor = accept(entry);
                old = descriptor >= 0 && AcceptEpoll.quietFor(descriptor).compareTo(age) > 0;
                any |= old;
                adopt(entry, descriptor);
            }
        } catch (AcceptException e) {
            LOG.warn("connections that nobody takes are left to wait", e);
        }
        return any;
    }

    /** Takes one more connection from each listener: a wake-up meant for us may have been swallowed by the stop. */
    void takeLast() throws IOException {
        leave();
        for (Entry entry : entries) {
            take(entry, 1);
        }
    }

    /**
     * Takes all connections from the queues of owned listeners, and one from each of the others.
     *
     * @param lateHandshakes how long handshakes that were under way when the gate closed may take to arrive: their clients
     *     have our SYN-ACK, so for them the connection exists. As long as this takes when there is a TCP listener
     */
    void empty(Duration lateHandshakes) throws IOException {
        takeLast();
        for (Entry entry : entries) {
            if (entry.bound.listener().kind().owned()) {
                take(entry, Integer.MAX_VALUE);
            }
        }
        List<Entry> late = entries.stream()
                .filter(e -> e.bound.listener().kind() == ListenerKind.TCP)
                .toList();
        if (!late.isEmpty()) {
            takeLate(late, lateHandshakes);
        }
    }

    private void takeLate(List<Entry> late, Duration time) throws IOException {
        for (Entry entry : late) {
            epoll.add(entry.bound.fd());
        }
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            epoll.await(Duration.ofNanos(left).plusMillis(1));
            late.forEach(entry -> take(entry, Integer.MAX_VALUE));
        }
    }

    /** Accepts up to so many connections, until the queue is empty; a failure counts as empty. */
    private void take(Entry entry, int most) {
        try {
            int descriptor = accept(entry);
            for (int taken = 1; descriptor != NOTHING; taken++) {
                adopt(entry, descriptor);
                descriptor = taken < most ? accept(entry) : NOTHING;
            }
        } catch (AcceptException e) {
            LOG.warn("what may be left in the queue is not taken", e);
        }
    }

    /** Turns newcomers away from the owned listeners; a gate that does not close is logged, and the others are tried. */
    void closeGates() {
        for (Entry entry : entries) {
            var listener = entry.bound.listener();
            if (listener.kind().owned()) {
                try {
                    Gate.close(entry.bound.fd(), listener.kind());
                } catch (IOException e) {
                    LOG.warn(
                            "{} stays open to newcomers until it is closed; those may be reset", listener.address(), e);
                }
            }
        }
    }

    /** Closes our copies of all listeners. */
    void close() {
        for (Entry entry : entries) {
            try {
                entry.socket.close();
            } catch (IOException e) {
                LOG.warn("closing listener {} failed", entry.bound.listener().address(), e);
            }
        }
    }

    /** An accept that failed for want of something, or for a reason that we do not know. */
    private static final class AcceptException extends IOException {
        private static final long serialVersionUID = 1L;

        AcceptException(String address, IOException cause) {
            super(cause.getMessage() + " on " + address, cause);
        }
    }
}
