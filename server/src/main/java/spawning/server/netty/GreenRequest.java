// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import spawning.server.log.RequestIds;

/**
 * One request on a virtual thread of its own, and the scheduler of that thread: it and the threads that it starts run on
 * the event loop of their connection.
 */
final class GreenRequest implements Executor, Runnable, Mounted {
    private final GreenDispatcher dispatcher;
    private final NettyExchange exchange;

    private volatile @Nullable Thread thread;

    private volatile boolean ended;

    /** What goes on with our own thread: the same object each time, for the JVM makes one a thread. */
    private volatile @Nullable Runnable continuation;

    GreenRequest(GreenDispatcher dispatcher, NettyExchange exchange) {
        this.dispatcher = dispatcher;
        this.exchange = exchange;
    }

    NettyExchange exchange() {
        return exchange;
    }

    /** The thread of the request, before it is started. */
    void thread(Thread made) {
        thread = made;
    }

    /** Its thread has done all it had to, or will never run; returns false if it was told so before. One thread. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public @Nullable Thread thread() {
        return thread;
    }

    @Override
    public String line() {
        return exchange.line() + RequestIds.shown(exchange.requestId());
    }

    void interrupt() {
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }

    /** Has the loop go on with a thread: ours, or one that ours has started. Any thread; blocks nobody. */
    @Override
    public void execute(Runnable task) {
        Runnable own = continuation;
        if (own == null) {
            continuation = task; // the first is ours, which alone can start others
        }
        dispatcher.schedule(this, own == null || own.equals(task) ? this : new Child(task));
    }

    /** Goes on with our own thread; on the loop. */
    @Override
    public void run() {
        Runnable own = continuation;
        if (own != null) {
            dispatcher.mount(this, own);
        }
    }

    /** Goes on with a thread that ours, or a child of ours, has started; it may outlive the request. */
    private final class Child implements Runnable, Mounted {
        private final Runnable task;

        private Child(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            dispatcher.mount(this, task);
        }

        @Override
        public String line() {
            return "a thread started by " + exchange.line();
        }

        /** Not known: the JVM only gives us what goes on with it. */
        @Override
        public @Nullable Thread thread() {
            return null;
        }
    }
}
