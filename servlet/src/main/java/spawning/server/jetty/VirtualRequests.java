// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.concurrent.Executors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** {@code --threads=0}: each request has a virtual thread; a few threads are Jetty's own. */
final class VirtualRequests {
    private static final int BESIDE = 4;

    private VirtualRequests() {}

    static QueuedThreadPool pool() {
        QueuedThreadPool pool = new QueuedThreadPool(BESIDE, BESIDE);
        pool.setReservedThreads(0);
        pool.setName("jetty");
        pool.setDaemon(true);
        pool.setStopTimeout(0);
        pool.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 1).factory()));
        return pool;
    }
}
