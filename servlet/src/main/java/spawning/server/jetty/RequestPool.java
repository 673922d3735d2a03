// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.concurrent.Executors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads: {@code --threads=N} that run the application, and one that waits at the selector. Which of them that is
 * changes: who finds a request there runs it, and another one takes over the waiting. With {@code --threads=0} each request
 * gets a virtual thread, and a few threads are Jetty's own.
 */
final class RequestPool {
    private static final int OWN = 1;
    private static final int OWN_BESIDE_VIRTUAL = 4;

    private RequestPool() {}

    static QueuedThreadPool of(int threads) {
        int size = threads == 0 ? OWN_BESIDE_VIRTUAL : threads + OWN;
        // One thread beyond the selector's must be left unreserved, or Jetty does not start.
        int reserved = size > 2 ? 1 : 0;
        QueuedThreadPool pool = new QueuedThreadPool(size, size);
        pool.setReservedThreads(reserved);
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
