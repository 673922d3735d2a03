// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code --threads=N}: a pool of platform threads. Its queue holds {@value #QUEUED_PER_THREAD} requests a thread; those that
 * come then wait with their connections, from which nothing more is read, and go in by the order in which they came.
 */
final class ThreadPool implements Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadPool.class);
    private static final int QUEUED_PER_THREAD = 8;

    private final int threads;
    private final BatchLoop loop;
    private final RequestThreads pool;
    private final Runnable room;

    /** Requests that a thread runs or that stand in the queue. */
    private final AtomicInteger taken = new AtomicInteger();

    private final AtomicLong answered = new AtomicLong();

    /** The loop's own. */
    private final ArrayDeque<NettyExchange> waiting = new ArrayDeque<>();

    /** Whether anybody waits; written by the loop. */
    private volatile boolean someWait;

    /**
     * Starts the threads.
     *
     * @param room run, on a thread of the pool, when {@link #busy} turns false
     */
    ThreadPool(int threads, BatchLoop loop, Runnable room) {
        this.threads = threads;
        this.loop = loop;
        this.room = room;
        this.pool = new RequestThreads(threads, threads(), new Pace(), this::lookLater);
        loop.onBatchEnd(pool::batchEnded);
    }

    private void lookLater(Runnable look) {
        var _ = loop.schedule(look, RequestThreads.LOOK_MICROS, TimeUnit.MICROSECONDS);
    }

    private static ThreadFactory threads() {
        AtomicInteger made = new AtomicInteger();
        return task -> NettyEngine.nettysThread(task, "request-" + made.incrementAndGet());
    }

    /** Whether each thread has a request. */
    @Override
    public boolean busy() {
        return taken.get() >= threads;
    }

    /** The loop runs no application. */
    @Override
    public boolean heldUp() {
        return false;
    }

    @Override
    public long answered() {
        return answered.get();
    }

    @Override
    public void submit(NettyExchange exchange) {
        if (waiting.isEmpty() && hasPlace()) {
            run(exchange);
            return;
        }
        waiting.add(exchange);
        someWait = true;
        if (!exchange.requestBody().isNone()) {
            exchange.connection()
                    .stopReading(); // without a body nothing more is decoded, and this asks the kernel twice
        }
        if (hasPlace()) {
            admitWaiting(); // a thread became free before it could see that someone waits
        }
    }

    @Override
    public void withdraw(NettyExchange exchange) {
        if (waiting.remove(exchange)) {
            someWait = !waiting.isEmpty();
            exchange.neverRan();
        }
    }

    @Override
    public void finish(Runnable sending) {
        if (!pool.goesOn() || !pool.lookDue()) {
            loop.execute(sending);
            return;
        }
        loop.lazyExecute(sending);
        if (!pool.lookDue()) {
            wakeLoop(); // the look that would have done so has come and gone
        }
    }

    private void wakeLoop() {
        try {
            loop.execute(() -> {});
        } catch (RejectedExecutionException e) {
            LOG.debug("the loop has ended after it took its last task", e); // which must not be taken for rejected
        }
    }

    @Override
    public void close(Duration limit) throws InterruptedException {
        pool.close(limit);
    }

    private boolean hasPlace() {
        return taken.get() < threads * (1 + QUEUED_PER_THREAD);
    }

    private void run(NettyExchange exchange) {
        taken.incrementAndGet();
        pool.execute(() -> {
            try {
                exchange.run();
            } finally {
                done();
            }
        });
    }

    private void done() {
        answered.incrementAndGet();
        int left = taken.decrementAndGet();
        if (left == threads - 1) {
            room.run();
        }
        if (someWait) {
            loop.execute(this::admitWaiting);
        }
    }

    private void admitWaiting() {
        while (!waiting.isEmpty() && hasPlace()) {
            NettyExchange next = waiting.remove();
            next.connection().startReading();
            run(next);
        }
        someWait = !waiting.isEmpty();
    }
}
