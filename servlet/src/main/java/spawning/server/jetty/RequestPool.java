// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ExecutionStrategy;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of {@code --threads=N}: N that run the application, and one that waits at the selector; each can be either.
 *
 * <p>Jetty's strategy lets the thread that found a request run it, if {@link #tryExecute} promises that another one goes on at the
 * selector. While requests are short and many, that promise is kept lazily: the other one stands by, and goes
 * to the selector only when nobody has been there for a while, because the request takes longer than expected. So
 * a short request costs no change of threads, and no wake-up of the selector either. There is no promise when no thread is idle; then
 * requests wait in the queue. So there is always one thread that does not run the application.
 */
final class RequestPool extends AbstractLifeCycle implements ThreadPool, TryExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(RequestPool.class);

    /** The selector may be alone for so long, and twice that at most. */
    private static final Duration PATIENCE = Duration.ofMillis(1);

    /** Requests that take longer than this are worth a change of threads. */
    private static final Duration SHORT = Duration.ofNanos(50_000);

    /** After a pause of so long at the selector, nobody is in a hurry. */
    private static final Duration REST = Duration.ofMillis(1);

    /** How many requests are expected to take long after one that did. */
    private static final int SUSPICION = 8;

    private static final int MOST_SUSPICION = 64;

    private final int size;
    private final Runnable room;
    private final List<Worker> workers = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, as the next. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private volatile int queued;

    /** Who goes to the selector when nobody is there; null: nobody is needed. */
    private volatile @Nullable Worker standby;

    /** Since when the selector is alone, by System.nanoTime; 0: it is not. */
    private volatile long alone;

    /** For so many requests more it is expected that they take long: 0 to {@link #MOST_SUSPICION}; races lose a count, no more. */
    private volatile int suspicion;

    /** Whether the selector waited for long before this request. The selector's thread. */
    private boolean rested;

    /**
     * A pool that is not started.
     *
     * @param threads that run the application at most, 1 or more
     * @param room run, on a thread of the pool, when the last task that waited has found one
     */
    RequestPool(int threads, Runnable room) {
        size = threads + 1;
        this.room = room;
    }

    /** Tasks that wait for a thread. Any thread. */
    int queued() {
        return queued;
    }

    @Override
    protected void doStart() {
        for (int i = 1; i <= size; i++) {
            Worker worker = new Worker("request-" + i);
            workers.add(worker);
            worker.start();
        }
    }

    /** Threads that run something end after it. */
    @Override
    protected void doStop() {
        workers.forEach(LockSupport::unpark);
    }

    /** As soon as a thread is free. Throws RejectedExecutionException after the stop. */
    @Override
    public void execute(Runnable task) {
        Worker helper;
        lock.lock();
        try {
            if (!isRunning()) {
                throw new RejectedExecutionException("the pool has stopped");
            }
            helper = idle.pollFirst();
            if (helper == null) {
                queue.addLast(task);
                queued = queue.size();
                helper = standby; // may have nothing to stand by for
            } else {
                helper.task = task;
            }
        } finally {
            lock.unlock();
        }
        if (helper != null) {
            helper.hurry = true;
            LockSupport.unpark(helper);
        }
    }

    @Override
    public boolean tryExecute(Runnable task) {
        return task instanceof ExecutionStrategy ? leaveSelector(task) : hand(task);
    }

    /** Has an idle thread run the task now; false: there is none. */
    private boolean hand(Runnable task) {
        Worker worker = takeIdle();
        if (worker == null) {
            return false;
        }
        worker.task = task;
        LockSupport.unpark(worker);
        return true;
    }

    private @Nullable Worker takeIdle() {
        lock.lock();
        try {
            return isRunning() ? idle.pollFirst() : null;
        } finally {
            lock.unlock();
        }
    }

    /** A thread goes to wait at the selector; returns when, by System.nanoTime. */
    long selects() {
        alone = 0;
        return System.nanoTime();
    }

    /** The thread at the selector goes on, after what {@link #selects} returned. */
    void selected(long since) {
        rested = System.nanoTime() - since > REST.toNanos();
    }

    /** The application has run for so long, in ns, for a request. Any thread. */
    void took(long nanos) {
        int before = suspicion;
        int after = nanos < SHORT.toNanos() ? Math.max(0, before - 1) : Math.min(MOST_SUSPICION, before + SUSPICION);
        if (after != before) {
            suspicion = after;
        }
    }

    private boolean leaveSelector(Runnable strategy) {
        alone = System.nanoTime(); // before the look at who stands by: it gives up only if this is 0
        boolean lazily = suspicion == 0 && !rested;
        rested = false;
        Worker present = standby;
        if (present == null) {
            return lazily ? appoint(strategy) : hand(strategy);
        }
        if (!lazily) {
            present.hurry = true;
            LockSupport.unpark(present);
        }
        return true;
    }

    private boolean appoint(Runnable strategy) {
        Worker worker = takeIdle();
        if (worker == null) {
            return false;
        }
        standby = worker;
        worker.selecting = strategy;
        LockSupport.unpark(worker);
        return true;
    }

    @Override
    public void join() throws InterruptedException {
        for (Worker worker : workers) {
            worker.join();
        }
    }

    @Override
    public int getThreads() {
        return size;
    }

    @Override
    public int getIdleThreads() {
        lock.lock();
        try {
            return idle.size() + (standby == null ? 0 : 1);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isLowOnThreads() {
        return queued > 0;
    }

    private final class Worker extends Thread {
        /** To be run now. */
        private volatile @Nullable Runnable task;

        /** To be run when nobody has been at the selector for a while. */
        private volatile @Nullable Runnable selecting;

        private volatile boolean hurry;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!isStopping() && !isStopped()) {
                try {
                    turn();
                } catch (Throwable e) {
                    // not even the log could take what failed; a thread less would be worse
                }
            }
        }

        private void turn() {
            Runnable next = queuedOrIdle();
            if (next == null) {
                next = await();
            }
            if (next != null) {
                run(next);
            }
        }

        private static void run(Runnable task) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.warn("a task of the application's, or of Jetty's, failed outside of a request", e);
            } finally {
                var _ = Thread.interrupted();
            }
        }

        private @Nullable Runnable queuedOrIdle() {
            Runnable next = takeOrRest();
            if (next != null && queued == 0) {
                room.run();
            }
            return next;
        }

        private @Nullable Runnable takeOrRest() {
            lock.lock();
            try {
                Runnable first = queue.pollFirst();
                if (first == null) {
                    hurry = false; // before anybody can appoint it
                    idle.addFirst(this);
                } else {
                    queued = queue.size();
                }
                return first;
            } finally {
                lock.unlock();
            }
        }

        /** Returns null when there is nothing, and it is no longer among the idle ones. */
        private @Nullable Runnable await() {
            while (true) {
                Runnable now = task;
                if (now != null) {
                    task = null;
                    return now;
                }
                Runnable later = selecting;
                if (later != null) {
                    return standBy(later);
                }
                if (isStopping() || isStopped()) {
                    return null;
                }
                LockSupport.park(this);
            }
        }

        /** Returns null when nobody is needed. */
        private @Nullable Runnable standBy(Runnable strategy) {
            selecting = null;
            long patience = PATIENCE.toNanos();
            long since;
            do {
                LockSupport.parkNanos(this, patience);
                since = alone;
            } while (since != 0 && System.nanoTime() - since < patience && !hurry && queued == 0);
            standby =
                    null; // and then the question, for who leaves the selector sets alone and then looks who stands by
            return since != 0 || alone != 0 || hurry ? strategy : null;
        }
    }
}
