// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daemon threads that are there from the start, for work that must not fail for want of a thread when the machine is in
 * need: a thread started then may be refused, as an OutOfMemoryError. A task that fails is logged and ends nothing.
 */
public final class StandbyThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyThreads.class);

    private final int most;
    private final Semaphore room;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Starts them.
     *
     * @param count how many tasks run at once; 1 or more
     * @param waiting how many more may wait; 0 or more
     * @throws OutOfMemoryError the system gives no thread; then none is left running
     */
    public StandbyThreads(String name, int count, int waiting) {
        most = count + waiting;
        room = new Semaphore(most);
        try {
            for (int i = 0; i < count; i++) {
                threads.add(Thread.ofPlatform().daemon().name(name).start(this::work));
            }
        } catch (OutOfMemoryError e) {
            close();
            throw e;
        }
    }

    /** Hands a task over; returns at once. False when all threads are busy and no more may wait. Any thread. */
    public boolean offer(Runnable task) {
        return room.tryAcquire() && tasks.add(task);
    }

    /** Waits until nothing runs or waits, and takes no more tasks from then on. False when that was not so by the limit. */
    public boolean finish(Duration limit) {
        try {
            return room.tryAcquire(most, limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
            return false;
        }
    }

    private void work() {
        try {
            while (true) {
                Runnable task = tasks.take();
                attempt(task);
                room.release();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn(
                    "{} failed, and goes on with what is next",
                    Thread.currentThread().getName(),
                    e);
        }
    }

    /** Interrupts what runs and ends the threads; does not wait for them. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
