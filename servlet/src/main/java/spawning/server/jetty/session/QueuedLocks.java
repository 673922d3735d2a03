// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue a session within this process; the first in the queue tries for the lock among the processes, again and again. Trying
 * rather than waiting in the kernel, for a wait in {@code fcntl} is answered EDEADLK by a kernel that sees only processes and no
 * threads, and because no thread is to stand still meanwhile.
 */
final class QueuedLocks implements SessionLocks {
    private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(300);

    /** So many in one process after each other, then another process gets a chance to see the lock free. */
    private static final int IN_A_ROW = 16;

    private final ProcessLocks processes;
    private final long longestPause;
    private final Map<Long, Queue> queues = new HashMap<>();
    private final ScheduledThreadPoolExecutor clock;

    /** Those who want one lock; the first has it or is trying for it. Guarded by {@link #queues}. */
    private static final class Queue {
        final ArrayDeque<Wait> waits = new ArrayDeque<>();
        int handovers;
    }

    private static final class Wait {
        final long key;
        final Duration limit;
        final long deadline;
        final Waiter waiter;

        @Nullable
        ScheduledFuture<?> end;

        long pause = FIRST_PAUSE;

        Wait(long key, Duration limit, Waiter waiter) {
            this.key = key;
            this.limit = limit;
            this.waiter = waiter;
            this.deadline = System.nanoTime() + limit.toNanos();
        }

        long left() {
            return deadline - System.nanoTime();
        }
    }

    QueuedLocks(ProcessLocks processes) {
        this.processes = processes;
        this.longestPause = processes.longestPause().toNanos();
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("session-locks").factory());
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public boolean acquire(long key, Duration limit, Waiter waiter) {
        Wait wait = new Wait(key, limit, waiter);
        synchronized (queues) {
            Queue queue = queues.computeIfAbsent(key, _ -> new Queue());
            queue.waits.add(wait);
            if (queue.waits.size() > 1) {
                wait.end = clock.schedule(() -> giveUpBehindOthers(wait), limit.toNanos(), TimeUnit.NANOSECONDS);
                return false;
            }
        }
        return firstTry(wait);
    }

    private boolean firstTry(Wait wait) {
        try {
            if (processes.tryLock(wait.key)) return true;
            tryLater(wait);
        } catch (IOException | RuntimeException e) {
            leave(wait, false);
            wait.waiter.refused(e);
        }
        return false;
    }

    private void tryAgain(Wait wait) {
        try {
            if (processes.tryLock(wait.key)) wait.waiter.granted();
            else tryLater(wait);
        } catch (IOException | RuntimeException e) {
            leave(wait, false);
            wait.waiter.refused(e);
        }
    }

    private void tryLater(Wait wait) {
        long left = wait.left();
        if (left <= 0) {
            leave(wait, false);
            wait.waiter.refused(new SessionBusyException(wait.limit));
            return;
        }
        wait.pause = Math.min(wait.pause * 3 / 2, longestPause);
        schedule(wait, Math.min(wait.pause, left));
    }

    private void schedule(Wait wait, long pause) {
        try {
            var _ = clock.schedule(() -> tryAgain(wait), pause, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            wait.waiter.refused(closed); // and so will each other be, by nobody: the server has stopped
        }
    }

    private void giveUpBehindOthers(Wait wait) {
        synchronized (queues) {
            Queue queue = queues.get(wait.key);
            if (queue == null || queue.waits.peek() == wait || !queue.waits.remove(wait)) return;
        }
        wait.waiter.refused(new SessionBusyException(wait.limit));
    }

    @Override
    public void release(long key) {
        processes.unlock(key);
        Wait holder;
        synchronized (queues) {
            Queue queue = queues.get(key);
            if (queue == null) throw new IllegalStateException("a lock was released that nobody had");
            holder = queue.waits.element();
        }
        leave(holder, true);
    }

    /** Takes the first of its queue away; the next gets its turn, in this thread or, lest a thousand refusals nest, by the clock. */
    private void leave(Wait first, boolean here) {
        Wait next;
        boolean pause;
        synchronized (queues) {
            Queue queue = queues.get(first.key);
            if (queue == null || !queue.waits.remove(first)) return;
            next = queue.waits.peek();
            if (next == null) {
                queues.remove(first.key);
                return;
            }
            if (next.end != null) next.end.cancel(false);
            pause = ++queue.handovers % IN_A_ROW == 0;
        }
        if (here && !pause) tryAgain(next);
        else schedule(next, pause ? longestPause * 5 / 4 : 0);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
