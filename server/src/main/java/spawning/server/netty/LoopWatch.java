// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.server.netty.LoopJudge.Sight;
import spawning.server.netty.LoopJudge.Verdict;

/**
 * Sees from a thread of its own when the event loop stands still. A request that computes, or waits without yielding, holds
 * up every other one of its worker: new connections go to other workers, and the request is reported with its stack. A
 * loop that stands still with no request on it waits for a lock that it must not have asked for, and whose holder may
 * need the loop in order to give it back: that is the end of the worker.
 *
 * <p>While requests are under way the loop is given a task every {@value #TICK_MILLIS} ms, and nothing else is asked of it.
 */
final class LoopWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopWatch.class);
    private static final long TICK_MILLIS = 100;
    private static final Duration STUCK_APART = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofMillis(TICK_MILLIS);

    private final EventLoop loop;
    private final Runnable crowdChanged;
    private final Consumer<String> deadlocked;
    private final Duration requestTimeout;
    private final Consumer<String> stuck;
    private final LoopJudge judge;
    private final Thread thread =
            Thread.ofPlatform().name("loop-watch").daemon().unstarted(this::run);

    /** Written by the loop and read by the watch, in order, which is all it takes. */
    private final AtomicReference<@Nullable Mounted> mounted = new AtomicReference<>();

    private final AtomicLong round = new AtomicLong();

    private volatile @Nullable Thread loopThread;
    private volatile BooleanSupplier underWay = () -> false;
    private volatile boolean idle;
    private volatile boolean heldUp;
    private volatile boolean closed;

    /** How often the loop was given a task, and when last; the watch's own. */
    private long asked;

    private long askedAt;

    /** When it was last said that a request is stuck; the watch's own. */
    private long saidAt = System.nanoTime() - STUCK_APART.toNanos();

    /** How many of those the loop has run. */
    private volatile long answered;

    /**
     * @param crowdChanged run, on the watch's thread, whenever {@link #heldUp} has changed
     * @param deadlocked given the reason, on the watch's thread, when the loop will never come round again
     * @param requestTimeout zero is without limit
     * @param stuck given the request, on the watch's thread, that has held up the loop for the request timeout
     */
    LoopWatch(
            EventLoop loop,
            LoopJudge judge,
            Runnable crowdChanged,
            Consumer<String> deadlocked,
            Duration requestTimeout,
            Consumer<String> stuck) {
        this.loop = loop;
        this.judge = judge;
        this.crowdChanged = crowdChanged;
        this.deadlocked = deadlocked;
        this.requestTimeout = requestTimeout;
        this.stuck = stuck;
    }

    /** @param underWay whether there are requests at all; asked on the watch's thread */
    void start(BooleanSupplier underWay) {
        this.underWay = underWay;
        loop.execute(() -> loopThread = Thread.currentThread());
        thread.start();
    }

    /** Whether the loop has not come round for a while. Any thread. */
    boolean heldUp() {
        return heldUp;
    }

    /** Lets a green thread go on until it waits or ends; on the loop. */
    void mount(Mounted thread, Runnable continuation) {
        round.setRelease(round.getPlain() + 1);
        mounted.setRelease(thread);
        wake(); // also for a thread that has outlived its request
        try {
            continuation.run();
        } finally {
            mounted.setRelease(null);
        }
    }

    /** Interrupts the green thread that the loop runs just now, if any. Any thread. */
    void interruptMounted() {
        Mounted current = mounted.getAcquire();
        Thread runner = current == null ? null : current.thread();
        if (runner != null) {
            runner.interrupt();
        }
    }

    private void wake() {
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long last = System.nanoTime();
        while (!closed) {
            if (rest()) {
                last = System.nanoTime();
            }
            long now = System.nanoTime();
            boolean late = now - last > 5 * TICK.toNanos();
            last = now;
            if (late) {
                skip(now);
            } else {
                lookOn(now);
            }
        }
    }

    /** Whatever fails, such as for want of memory, is tried again: what we saw last must not stand for ever. */
    private void lookOn(long now) {
        try {
            look(now);
        } catch (RuntimeException | Error e) {
            LOG.debug("the event loop could not be judged; trying again", e);
        }
    }

    /** Waits for the next tick, or until there is something to watch; returns whether it was the latter. */
    private boolean rest() {
        if (asked != answered || heldUp || busy()) {
            LockSupport.parkNanos(this, TICK.toNanos());
            return false;
        }
        idle = true;
        if (!busy() && !closed) {
            LockSupport.park(this);
        }
        idle = false;
        return true;
    }

    private boolean busy() {
        return mounted.get() != null || underWay.getAsBoolean();
    }

    /** We did not run either, for the machine slept, or the JVM collected its garbage: the loop gets its time anew. */
    private void skip(long now) {
        askedAt = now;
    }

    private void look(long now) {
        boolean open = asked != answered;
        Thread waiting = loopThread;
        Sight sight = new Sight(
                open ? Duration.ofNanos(now - askedAt) : Duration.ZERO,
                mounted.getAcquire(),
                round.getAcquire(),
                waiting == null ? Thread.State.NEW : waiting.getState());
        Verdict verdict = judge.judge(now, sight);
        crowd(verdict != Verdict.FINE);
        if (verdict == Verdict.REPORT && sight.mounted() instanceof Mounted blamed) {
            report(blamed, sight.standing());
        } else if (verdict == Verdict.DEADLOCKED) {
            askedAt = now;
            String who = sight.mounted() instanceof Mounted blamed ? blamed.line() : "no request";
            deadlocked.accept("the event loop has waited for a lock for "
                    + sight.standing().toMillis() + " ms, with " + who + " on it");
        }
        if (!open) {
            ask(now);
        } else {
            askForReplacement(sight);
        }
    }

    /** The loop cannot answer for a request that does not let it go on. Said again and again, for it may go unheard. */
    private void askForReplacement(Sight sight) {
        boolean late = requestTimeout.isPositive() && sight.standing().compareTo(requestTimeout) >= 0;
        long now = System.nanoTime();
        if (late && sight.mounted() instanceof Mounted blamed && now - saidAt >= STUCK_APART.toNanos()) {
            saidAt = now;
            stuck.accept(blamed.line() + " has held up the event loop for "
                    + sight.standing().toMillis() + " ms (request timeout " + requestTimeout.toMillis() + " ms)");
        }
    }

    private void ask(long now) {
        long number = asked + 1;
        asked = number;
        askedAt = now;
        try {
            loop.execute(() -> answered = number);
        } catch (RejectedExecutionException e) {
            closed = true; // the loop is shut down
        }
    }

    private void crowd(boolean now) {
        if (heldUp != now) {
            heldUp = now;
            crowdChanged.run();
        }
    }

    private static void report(Mounted blamed, Duration standing) {
        StringBuilder text = new StringBuilder(blamed.line())
                .append(" has held up the event loop for ")
                .append(standing.toMillis())
                .append(" ms, and with it all requests of this worker: with --threads=0 a request has to yield. New"
                        + " connections go to the other workers. ");
        Thread runner = blamed.thread();
        if (runner == null) {
            text.append("Its stack is shown by jcmd ")
                    .append(ProcessHandle.current().pid())
                    .append(" Thread.dump_to_file FILE");
        } else {
            text.append("Its stack:");
            for (StackTraceElement frame : runner.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
        }
        LOG.warn("{}", text);
    }
}
