// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import spawning.protocol.WorkerSettings.Listener;

/**
 * Speaks HTTP on connections that the acceptor hands over. The engine never sees a listening socket.
 *
 * <p>Life: {@link #start}, any number of {@link #adopt}, one or two {@link #drain}, {@link #close}.
 */
public interface HttpEngine extends AutoCloseable {
    /** How a drain ends connections. */
    enum DrainMode {
        /** Answer all requests received, the last with {@code Connection: close}; idle clients are waited for. */
        GRACEFUL,
        /** End idle connections at once, finish only running requests: nobody is left to account to. */
        FORCED
    }

    /** Starts the threads. Returns when connections can be adopted; throws without leaving a thread behind. */
    void start() throws Exception;

    /**
     * Takes over a connected, non-blocking, close-on-exec descriptor; from here the engine closes it, whatever happens.
     * Called by the acceptor's thread; does not block.
     */
    void adopt(int descriptor, Listener listener);

    /** Whether new connections had better go to other workers: no thread or no connection slot is free. Any thread. */
    boolean full();

    /** Whether another connection may be taken at all, busy as we are: a slot is free. Any thread. */
    boolean hasSlot();

    /** How many connections are open, from the moment of {@link #adopt} on. Any thread. */
    int connections();

    /** Registers what is to run, on any thread, each time after a connection was closed. It must not block. */
    void onClose(Runnable action);

    /** How many requests were answered since the start: whether, and how fast, a full engine gets on. Any thread. */
    long answered();

    /**
     * Registers what is to run, on any thread, each time {@link #full} may have turned from true to false, and when it
     * turned to true for a reason other than connections and requests that came.
     */
    void onRoomChange(Runnable wakeAcceptor);

    /**
     * Registers what is to run, with the reason, when the engine is sure that it will never serve again, for a thread of
     * its own waits for ever. It had better not return.
     */
    void onDeadlock(Consumer<String> action);

    /**
     * Registers what is to run, on any thread, with the request, when one has passed the request timeout and does not end:
     * its thread, or its event loop, is lost to others. It may be told more than once, and must not block.
     */
    void onStuck(Consumer<String> action);

    /**
     * Registers what is to run, on any thread, when a request failed for want of memory. The JVM itself tells only of its
     * heap and its classes, not of direct buffers and threads. It may be told often, and must not block.
     */
    void onOutOfMemory(Runnable action);

    /**
     * Whether requests can be served at all, by those threads that serve all of them: false when one request has held up
     * the others for about a second. Any thread; waits for nobody.
     */
    boolean moves();

    /** What the application has not answered yet, oldest first. Any thread; waits for nobody, whatever is stuck. */
    List<RequestUnderWay> underWay();

    /** The application for who looks at it from inside; a started engine's. Any thread. */
    Inside inside();

    /**
     * Ends all connections. Called after the acceptor has stopped; a second call with {@link DrainMode#FORCED} hastens
     * the first.
     *
     * @param limit after which the worker will be ended by its deadman; zero is without limit
     * @return completed when no connection is left
     */
    CompletableFuture<Void> drain(DrainMode mode, Duration limit);

    /** Closes what is still open, stops the threads and closes the application. May block up to five seconds. */
    @Override
    void close();
}
