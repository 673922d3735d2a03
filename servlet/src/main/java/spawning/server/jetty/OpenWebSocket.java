// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket (RFC 6455) between Jetty and the application's endpoint. It adds an orderly end when the worker drains:
 * the message that is being received or handled is finished, then the client is told to go away (1001), what it has sent
 * meanwhile is dropped, and the connection ends with the client's own Close, for which {@link ClientConnection} waits.
 *
 * <p>Jetty itself closes the connection right behind a 1001. Where bytes of the client are then still on their way, the
 * kernel answers them with a reset, and the client may never see the 1001.
 */
final class OpenWebSocket implements FrameHandler {
    private final FrameHandler endpoint;
    private final ClientConnection connection;
    private final String path;
    private @Nullable CoreSession session;

    /** Whether a message is being received or handled, or the endpoint is being opened. */
    private boolean busy = true;

    /** Whether the client is to be told to go away. */
    private boolean leaving;

    /** Whether it was told. */
    private boolean left;

    /** @param path of the request, for people */
    OpenWebSocket(FrameHandler endpoint, ClientConnection connection, String path) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.path = path;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        synchronized (this) {
            session = opened;
        }
        connection.upgraded(this);
        endpoint.onOpen(opened, Callback.from(callback, this::idle));
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (frame.getOpCode() == OpCode.CLOSE && hasLeft()) {
            callback.succeeded(); // which ends the connection; the endpoint is told by onClosed
        } else if (!frame.isDataFrame()) {
            endpoint.onFrame(frame, callback);
        } else if (takes()) {
            connection.runs(Answering.here("WebSocket " + path));
            endpoint.onFrame(frame, frame.isFin() ? Callback.from(callback, this::idle) : callback);
        } else {
            callback.succeeded();
            demand();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        endpoint.onError(cause, callback);
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        connection.runs(null);
        endpoint.onClosed(hasLeft() ? GoingAway.STATUS : status, callback);
    }

    /**
     * Tells the client to go away. Any thread; does not block, and calls no application.
     *
     * @param atOnce whether a message that is being received or handled is not waited for
     */
    void leave(boolean atOnce) {
        synchronized (this) {
            leaving = true;
            busy &= !atOnce;
        }
        leaveWhenIdle();
    }

    /** Whether the client was told to go away. Any thread. */
    synchronized boolean hasLeft() {
        return left;
    }

    /** Whether the endpoint is given what has come, which it then handles. */
    private synchronized boolean takes() {
        busy |= !left;
        return !left;
    }

    private void idle() {
        connection.runs(null);
        synchronized (this) {
            busy = false;
        }
        leaveWhenIdle();
    }

    private void leaveWhenIdle() {
        CoreSession open;
        synchronized (this) {
            open = session;
            if (open == null || left || busy || !leaving || !open.isInputOpen() || !open.isOutputOpen()) {
                return; // or one of the two is closing it already
            }
            left = true;
        }
        open.close(GoingAway.STATUS, Callback.NOOP);
    }

    private void demand() {
        CoreSession open;
        synchronized (this) {
            open = session;
        }
        if (open != null) {
            open.demand();
        }
    }

    /** Jetty closes the connection at once behind what it takes for abnormal. */
    private static final class GoingAway extends CloseStatus {
        static final CloseStatus STATUS = new GoingAway();

        GoingAway() {
            super(SHUTDOWN, "this server process is ending; please connect again");
        }

        @Override
        public boolean isAbnormal() {
            return false;
        }
    }
}
