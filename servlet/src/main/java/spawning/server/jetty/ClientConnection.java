// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import spawning.server.engine.HttpEngine.DrainMode;

/**
 * One connection with a client, as far as its time limits and its end are concerned; HTTP on it is Jetty's business. Its
 * threads are Jetty's, of which one at a time moves the phase on; {@link #look} is called by the clock's.
 */
final class ClientConnection extends SocketChannelEndPoint {
    /** How long what a client still sends is read after our last response. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final Duration NEVER = Duration.ZERO;

    /** Both ends of the connections of a worker that warms up. */
    private static final SocketAddress ITSELF = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Limits limits;
    private final LateRequests lateRequests;
    private final Account account;

    /** Guards who answers: the application, or we for it. */
    private final Object turn = new Object();

    private boolean committed;
    private volatile boolean takenOver;
    private volatile Phase phase = Phase.FRESH;

    /** When the phase began, by System.nanoTime. */
    private volatile long since = System.nanoTime();

    /** When bytes last came or went. */
    private volatile long moved = System.nanoTime();

    private volatile long closing;
    private volatile Duration idleLimit = NEVER;
    private volatile @Nullable Answering answering;
    private volatile @Nullable OpenWebSocket webSocket;
    private volatile boolean bodyStalled;
    private volatile SelectionKey key;

    /** Since when something is there that no thread has had the time to read, by System.nanoTime; 0: nothing is. */
    private volatile long unread;

    private enum Phase {
        /** Connected, and nothing has come. */
        FRESH,
        /** Some of a head has come. */
        HEAD,
        ANSWERING,
        IDLE
    }

    ClientConnection(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Limits limits,
            LateRequests lateRequests,
            Account account) {
        super(channel, selector, key, scheduler);
        this.account = account;
        this.key = key;
        this.limits = limits;
        this.lateRequests = lateRequests;
    }

    /** Where what happens on it is written down. */
    Account account() {
        return account;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return account.warmUp() ? ITSELF : super.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return account.warmUp() ? ITSELF : super.getLocalSocketAddress();
    }

    @Override
    public void replaceKey(SelectionKey newKey) {
        key = newKey;
        super.replaceKey(newKey);
    }

    /** From here on it may wait for a thread of ours, which counts against none of the client's limits. */
    @Override
    public @Nullable Runnable onSelected() {
        if (key.isReadable()) {
            unread = System.nanoTime();
        }
        return super.onSelected();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (takenOver) {
            return -1; // the client was answered while its request waited for a thread
        }
        int filled = super.fill(buffer);
        long now = System.nanoTime();
        if (filled > 0) {
            moved = now; // before it is read: one of the two says at any time when the client did its part
        }
        long came = unread;
        if (came != 0) {
            long before = since;
            since = before + (now - came);
            unread = 0;
        }
        if (filled > 0) {
            Phase current = phase;
            if (current == Phase.FRESH || current == Phase.IDLE) {
                enter(Phase.HEAD, now);
            }
        }
        return filled;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        boolean done;
        synchronized (turn) {
            if (takenOver) {
                throw new EofException("the client was answered 503, for the request timeout has passed");
            }
            done = super.flush(buffers);
        }
        if (done || remaining(buffers) < before) {
            moved = System.nanoTime();
        }
        return done;
    }

    private static long remaining(ByteBuffer... buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    /** A head is complete, and the application is about to be called. */
    void begins(Answering request) {
        synchronized (turn) {
            committed = false;
        }
        answering = request;
        enter(Phase.ANSWERING, System.nanoTime());
    }

    /** The application begins to answer: nobody may do so for it any more. */
    void commits() {
        synchronized (turn) {
            moved = System.nanoTime(); // as good as sent: a look between now and then finds nobody late
            committed = true;
        }
    }

    /**
     * Answers in place of the application and ends our direction; if it has begun to answer itself, closes. The clock's thread.
     *
     * @return whether the client was answered
     */
    boolean takeOver(byte[] response) {
        boolean written;
        synchronized (turn) {
            if (committed) {
                close();
                return false;
            }
            takenOver = true;
            written = write(response);
        }
        if (written) {
            shutdownOutput();
        }
        return true;
    }

    /** Answers a request that no thread has had the time to read, and ends our direction. The clock's thread. */
    boolean refuseUnread(byte[] response) {
        boolean written;
        synchronized (turn) {
            if (unread == 0 || answering != null || takenOver) {
                return false;
            }
            takenOver = true;
            written = write(response);
        }
        if (written) {
            shutdownOutput();
        }
        return written;
    }

    /** Writes beside Jetty. @return whether the client was still there */
    private boolean write(byte[] response) {
        try {
            super.flush(ByteBuffer.wrap(response));
            return true;
        } catch (IOException e) {
            close(e); // gone, and so is who would have read it
            return false;
        }
    }

    /** Whether the next step is the client's: to send more of its request, or to take more of the response. */
    boolean clientsTurn() {
        return isFillInterested() || getWriteFlusher().isPending();
    }

    /** When bytes last came, be they read or not, or went, by System.nanoTime. */
    long movedAt() {
        long came = unread;
        return came != 0 && came - moved > 0 ? came : moved;
    }

    /** Whether the client was answered in place of the application. Any thread. */
    boolean takenOver() {
        return takenOver;
    }

    /** The response has ended, well or badly. */
    void answered() {
        answering = null;
        enter(Phase.IDLE, System.nanoTime());
    }

    /** From now on it carries WebSocket. */
    void upgraded(OpenWebSocket opened) {
        webSocket = opened;
    }

    /** @param message of WebSocket that the application handles from now on; null: none */
    void runs(@Nullable Answering message) {
        answering = message;
    }

    private void enter(Phase next, long now) {
        since = now;
        phase = next;
    }

    /** The request that is not answered yet. Any thread. */
    @Nullable
    Answering answering() {
        return answering;
    }

    /** Whether the rest of a body was waited for in vain, so that no other request can follow. The request's thread. */
    boolean bodyStalled() {
        return bodyStalled;
    }

    /** Whether a response is owed; messages of WebSocket have none. Any thread. */
    boolean owesResponse() {
        return answering != null && webSocket == null;
    }

    /** Whether some of the next request has come, so that the present response is not the last. The request's thread. */
    boolean moreCame() {
        return getConnection() instanceof HttpConnection http && !http.isRequestBufferEmpty();
    }

    /** Lets the connection end as the drain wants it. Any thread. */
    void drain(DrainMode mode, Duration limit) {
        switch (mode) {
            case GRACEFUL -> idleLimit = limit;
            case FORCED -> {
                if (upgraded()) {
                    return; // told by leave
                }
                if (phase == Phase.IDLE && unread == 0) {
                    close();
                } else {
                    idleLimit = limits.lastChance();
                    since = phase == Phase.FRESH ? System.nanoTime() : since;
                }
            }
        }
    }

    /** Ends the connection when it waited for too long. Called every now and then by the clock's thread. */
    void look(long now) {
        if (upgraded()) {
            lookAtWebSocket(now);
            return;
        }
        Answering request = answering;
        if (request != null) {
            lateRequests.look(this, request, now);
        } else if (unread != 0 && !isOutputShutdown()) {
            lateRequests.lookAtUnread(this, now - unread);
        }
        if (isOutputShutdown()) {
            lingerUntil(now);
            return;
        }
        if (phase == Phase.ANSWERING) {
            lookAtBodies(Duration.ofNanos(now - moved));
        } else if (unread == 0) {
            lookAtHead(Duration.ofNanos(now - since));
        }
    }

    private void lookAtHead(Duration inPhase) {
        switch (phase) {
            case FRESH -> closeAfter(inPhase, atMost(limits.header(), idleLimit));
            case IDLE -> closeAfter(inPhase, atMost(limits.idle(), idleLimit));
            case HEAD -> {
                if (inPhase.compareTo(limits.header()) > 0) {
                    refuseSlowHead();
                }
            }
            case ANSWERING -> {
                // it has just become complete
            }
        }
    }

    private boolean upgraded() {
        return !(getConnection() instanceof HttpConnection);
    }

    /** How long a WebSocket may be silent is for the application to say. */
    private void lookAtWebSocket(long now) {
        OpenWebSocket open = webSocket;
        Duration still = Duration.ofNanos(now - moved);
        if (isOutputShutdown()) {
            lingerUntil(now);
        } else if (open != null && open.hasLeft()) {
            closeAfter(still, LINGER);
        } else if (getWriteFlusher().isPending()) {
            closeAfter(still, limits.write());
        }
    }

    /**
     * Ends a WebSocket, for the worker drains; what is not one is left alone. Any thread.
     *
     * @param atOnce whether a message that is being received or handled is not waited for
     */
    void leave(boolean atOnce) {
        OpenWebSocket open = webSocket;
        if (open != null && !open.hasLeft()) {
            open.leave(atOnce || bodyStalls(Duration.ofNanos(System.nanoTime() - moved)));
        }
    }

    /**
     * Behind our Close of a WebSocket the client's is waited for, and not even our direction is closed before: some proxies
     * would take that for the end of both.
     */
    @Override
    protected void doShutdownOutput() {
        if (webSocket == null) {
            super.doShutdownOutput();
        }
    }

    private void lingerUntil(long now) {
        if (closing == 0) {
            closing = now;
        } else if (now - closing > LINGER.toNanos()) {
            close();
        }
    }

    private void closeAfter(Duration waited, Duration limit) {
        if (waited.compareTo(limit) > 0) {
            close();
        }
    }

    private static Duration atMost(Duration usual, Duration drain) {
        return drain.isZero() || drain.compareTo(usual) > 0 ? usual : drain;
    }

    private void refuseSlowHead() {
        try {
            super.flush(ByteBuffer.wrap(limits.tooSlow()));
        } catch (IOException e) {
            close(e); // gone, and so is who would have read it
            return;
        }
        shutdownOutput();
    }

    private boolean bodyStalls(Duration still) {
        return isFillInterested() && unread == 0 && still.compareTo(limits.body()) > 0;
    }

    private void lookAtBodies(Duration still) {
        if (bodyStalls(still)) {
            bodyStalled = true;
            onIdleExpired(new StalledBody(still, limits.body()));
        } else if (getWriteFlusher().isPending() && still.compareTo(limits.write()) > 0) {
            onIdleExpired(new TimeoutException("nothing of the response was taken for " + still.toMillis()
                    + " ms, limit " + limits.write().toMillis() + " ms"));
        }
    }
}
