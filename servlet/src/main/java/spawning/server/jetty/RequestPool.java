// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.concurrent.Executors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads: {@code --threads=N} that run the application, and one that waits at the selector. With {@code --threads=0}
 * each request has a virtual thread, and a few threads are Jetty's own.
 *
 * <p>No thread is reserved. Jetty keeps such threads to hand the selector over to; they take nothing from the queue, so that in
 * a small pool a new connection waits for a free thread while one is idle, and one more would make N + 1 at times.
 */
final class RequestPool {
    private static final int AT_THE_SELECTOR = 1;
    private static final int BESIDE_VIRTUAL = 4;

    private RequestPool() {}

    static QueuedThreadPool of(int threads) {
        int size = threads == 0 ? BESIDE_VIRTUAL : threads + AT_THE_SELECTOR;
        QueuedThreadPool pool = new QueuedThreadPool(size, size);
        pool.setReservedThreads(0);
        pool.setName("request");
        pool.setDaemon(true);
        pool.setStopTimeout(0);
        if (threads == 0) {
            pool.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("request-", 1).factory()));
        }
        return pool;
    }
}
