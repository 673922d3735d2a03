// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run requests from a queue, by the order in which they came, and of which no more are woken than are of use.
 * To wake a thread and to have it wait again takes longer than a short request does. So while requests are
 * {@linkplain Pace#brief brief}, one thread is called for a batch of them. What it does is looked at
 * {@value #LOOK_MICROS} µs later: when the queue has not moved, another thread is called. While requests are not brief, one
 * is called for each.
 *
 * <p>No request is left behind: whoever is about to wait says so and then looks at the queue once more, and whoever has
 * added to the queue looks after that who waits.
 */
final class RequestThreads {
    static final long LOOK_MICROS = 200;

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final Pace pace;
    private final WaitingThreads waiting;
    private final Consumer<Runnable> later;
    private final List<Thread> threads;
    private volatile boolean closing;
    private volatile boolean abandoned;

    /** Whether requests came in this batch for which nobody was called yet. The loop's own. */
    private boolean fresh;

    /** What was first in the queue when it was decided to look later. The loop's own. */
    private @Nullable Runnable first;

    /** Whether a look is to come, so that the loop sleeps for no longer than that. Written by the loop. */
    private volatile boolean lookDue;

    /**
     * Starts the threads.
     *
     * @param number of threads, at least 1
     * @param pace of the requests; written by these threads
     * @param later has the event loop run something after {@link #LOOK_MICROS}
     */
    RequestThreads(int number, ThreadFactory factory, Pace pace, Consumer<Runnable> later) {
        this.pace = pace;
        this.later = later;
        this.waiting = new WaitingThreads(number);
        this.threads = IntStream.range(0, number)
                .mapToObj(i -> factory.newThread(() -> work(i)))
                .toList();
        threads.forEach(Thread::start);
    }

    // ---- the loop

    /**
     * Has a request run.
     *
     * @throws RejectedExecutionException these threads are being closed
     */
    void execute(Runnable request) {
        queue.add(request);
        if (closing && queue.remove(request)) {
            throw new RejectedExecutionException("the threads end");
        }
        if (pace.brief()) {
            fresh = true;
        } else {
            call();
        }
    }

    /** The loop has read what there was, or run its tasks; what comes next may take it a while. */
    void batchEnded() {
        if (fresh) {
            fresh = false;
            if (allWait()) {
                call();
            }
            lookLater();
        }
    }

    private void lookLater() {
        Runnable head = queue.peek();
        if (head != null && !lookDue) {
            first = head;
            lookDue = true;
            later.accept(this::look);
        }
    }

    @SuppressWarnings("ReferenceEquality") // that very request
    private void look() {
        lookDue = false;
        if (first == queue.peek()) {
            pace.stalls(); // so that whoever comes calls the next
            call();
        }
        first = null;
        if (waiting.any()) {
            lookLater();
        }
    }

    // ---- any thread

    /** Calls one of those who wait, if anybody does. */
    private void call() {
        int called = waiting.call();
        if (called >= 0) {
            LockSupport.unpark(threads.get(called));
        }
    }

    /** Whether the calling thread, which is of these, has the next request at hand, a short one as far as one can tell. */
    boolean goesOn() {
        return pace.brief() && !queue.isEmpty();
    }

    /** Whether nobody has anything to do. */
    boolean allWait() {
        return waiting.all();
    }

    /** Whether the loop wakes by itself before long. */
    boolean lookDue() {
        return lookDue;
    }

    // ---- these threads

    private void work(int number) {
        for (Runnable request = next(number); request != null; request = next(number)) {
            if (!pace.brief() && !queue.isEmpty()) {
                call();
            }
            long begun = System.nanoTime();
            run(request);
            pace.took(System.nanoTime() - begun);
            var _ = Thread.interrupted(); // of what the request did
        }
    }

    /** Waits for a request; null at the end. */
    private @Nullable Runnable next(int number) {
        Runnable request = queue.poll();
        while (request == null && !closing) {
            waiting.enter(number);
            request = queue.poll();
            if (request == null) {
                await(number);
                request = queue.poll();
            } else if (!waiting.leave(number)) {
                passOn();
            }
        }
        return abandoned ? null : request == null ? queue.poll() : request;
    }

    private void await(int number) {
        while (waiting.waits(number) && !closing) {
            LockSupport.park(this);
            var _ = Thread.interrupted(); // too late for the request that was meant; and nobody parks while interrupted
        }
        var _ = waiting.leave(number);
    }

    /** Somebody was called for one request and has taken another. */
    private void passOn() {
        if (!queue.isEmpty()) {
            call();
        }
    }

    private static void run(Runnable request) {
        try {
            request.run();
        } catch (Throwable e) { // the end of this request, and not of the thread
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    // ---- the end

    /** Ends the threads when the queue is empty. After the limit those that still run something are interrupted, and the queue is dropped. */
    void close(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        closing = true;
        threads.forEach(LockSupport::unpark);
        boolean ended = true;
        for (Thread thread : threads) {
            ended &= thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        if (!ended) {
            abandoned = true;
            queue.clear();
            threads.forEach(Thread::interrupt);
        }
    }
}
