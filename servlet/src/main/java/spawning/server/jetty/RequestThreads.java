// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Counts the threads that run the application, and notes which request runs on which. */
final class RequestThreads extends Handler.Wrapper {
    private final int most;
    private final Runnable room;
    private final AtomicInteger running = new AtomicInteger();

    /**
     * @param most threads that there are; 0: no limit
     * @param room run, on such a thread, when {@link #busy} turns false
     */
    RequestThreads(Handler application, int most, Runnable room) {
        super(application);
        this.most = most;
        this.room = room;
    }

    /** Whether each thread has a request. Any thread. */
    boolean busy() {
        return most > 0 && running.get() >= most;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        running.incrementAndGet();
        Answering answering = RequestStart.of(request).answering();
        try {
            if (answering != null) {
                answering.runsOn(Thread.currentThread());
            }
            return super.handle(request, response, callback);
        } finally {
            if (answering != null) {
                answering.runsOn(null); // answered, or asynchronous
            }
            if (running.decrementAndGet() == most - 1) {
                room.run();
            }
        }
    }
}
