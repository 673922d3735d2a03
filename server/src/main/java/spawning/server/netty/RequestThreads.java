// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run requests from a queue, by the order in which they came, and of which no more are woken than are of use.
 * To wake a thread and to have it wait again takes longer than a short request does. So while requests are
 * {@linkplain Pace#brief brief}, one thread is called for a batch of them, unless one is at work that will soon come for the
 * next. What becomes of it is looked at {@value #LOOK_MICROS} µs later: another thread is called when the queue has not
 * moved, or when it moves so slowly that what was there two looks ago is there still. While requests are not brief, one is
 * called for each.
 *
 * <p>No request is left behind: whoever is about to wait says so and then looks at the queue once more, and whoever has
 * added to the queue looks after that who waits.
 */
final class RequestThreads {
    static final long LOOK_MICROS = 200;

    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(LOOK_MICROS);

    private final Queue<Numbered> queue = new ConcurrentLinkedQueue<>();
    private final Pace pace;
    private final WaitingThreads waiting;
    private final RunningSince running;
    private final Consumer<Runnable> later;
    private final List<Thread> threads;
    private volatile boolean closing;
    private volatile boolean abandoned;

    /** Whether requests came in this batch for which nobody was called yet. The loop's own. */
    private boolean fresh;

    /** Requests so far. The loop's own, as the next three, which are numbers of requests. */
    private long added;

    /** The first in the queue when it was decided to look later. */
    private long first;

    /** The last one then. */
    private long last;

    /** The last one at the look before that; 0: there was none. */
    private long lastBefore;

    /** Whether a look is to come, so that the loop sleeps for no longer than that. Written by the loop. */
    private volatile boolean lookDue;

    private record Numbered(long number, Runnable request) {}

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
        this.running = new RunningSince(number);
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
        Numbered numbered = new Numbered(++added, request);
        queue.add(numbered);
        if (closing && queue.remove(numbered)) {
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
            if (!someoneComes()) {
                call();
            }
            lookLater(0);
        }
    }

    /** Whether somebody was called, or runs something that is as short as most, as far as one can tell. */
    private boolean someoneComes() {
        if (allWait()) {
            return false;
        }
        long now = System.nanoTime();
        for (int thread = 0; thread < threads.size(); thread++) {
            if (!waiting.waits(thread) && !running.longer(thread, LOOK_NANOS, now)) {
                return true;
            }
        }
        return false;
    }

    private void lookLater(long lastNow) {
        Numbered head = queue.peek();
        if (head != null && !lookDue) {
            first = head.number;
            lastBefore = lastNow;
            last = added;
            lookDue = true;
            later.accept(this::look);
        }
    }

    private void look() {
        lookDue = false;
        Numbered head = queue.peek();
        if (head == null) {
            return;
        }
        if (head.number == first) {
            pace.stalls(); // so that whoever comes calls the next
            call();
        } else if (head.number <= lastBefore) {
            call(); // it moves, but too slowly
        }
        if (waiting.any()) {
            lookLater(last);
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
        for (Numbered next = next(number); next != null; next = next(number)) {
            if (!pace.brief() && !queue.isEmpty()) {
                call();
            }
            long begun = System.nanoTime();
            running.begin(number, begun);
            run(next.request);
            running.end(number);
            pace.took(System.nanoTime() - begun);
            var _ = Thread.interrupted(); // of what the request did
        }
    }

    /** Waits for a request; null at the end. */
    private @Nullable Numbered next(int number) {
        Numbered next = queue.poll();
        while (next == null && !closing) {
            waiting.enter(number);
            next = queue.poll();
            if (next == null) {
                await(number);
                next = queue.poll();
            } else if (!waiting.leave(number)) {
                passOn();
            }
        }
        return abandoned ? null : next == null ? queue.poll() : next;
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
            tell(e);
        }
    }

    /** The handler may be the application's: {@code Thread.setDefaultUncaughtExceptionHandler}. */
    private static void tell(Throwable e) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } catch (Throwable ignored) { // as the JVM does
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
