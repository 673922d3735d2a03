// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands log lines to a thread of its own without a lock: Logback's AsyncAppender has one, and a request on the event loop
 * could wait for it while the loop itself wants to log. When the thread cannot keep up, lines are dropped and counted
 * rather than anybody held up.
 */
final class LogQueue extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Appender<ILoggingEvent> target;
    private final int most;
    private final Duration flushLimit;
    private final ConcurrentLinkedQueue<ILoggingEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("error-log").daemon().unstarted(this::run);

    private volatile boolean idle;
    private volatile boolean stopping;

    /**
     * @param target is given all lines, by one thread; started already
     * @param most lines that wait for it
     * @param flushLimit how long {@link #stop} waits for the last of them
     */
    LogQueue(Appender<ILoggingEvent> target, int most, Duration flushLimit) {
        this.target = target;
        this.most = most;
        this.flushLimit = flushLimit;
    }

    @Override
    public void start() {
        thread.start();
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (queued.incrementAndGet() > most) {
            queued.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        event.prepareForDeferredProcessing(); // formats it here: the arguments may have changed when the thread comes
        queue.add(event);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    /** Writes what is queued, for as long as the limit lets us. */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        stopping = true;
        LockSupport.unpark(thread);
        try {
            var _ = thread.join(flushLimit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts does not want to wait for a log
        }
    }

    /** Says how many lines were lost, now that there is room; returns whether any were. */
    private boolean sayLost() {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            ((LoggerContext) getContext())
                    .getLogger(LogQueue.class)
                    .warn("{} lines of this log were lost: stderr was not read as fast as they came", lost);
        }
        return lost > 0;
    }

    private void run() {
        while (true) {
            boolean last = stopping; // read before the queue: what was logged before the stop is written
            ILoggingEvent event = queue.poll();
            if (event != null) {
                queued.decrementAndGet();
                target.doAppend(event);
            } else if (!sayLost()) {
                if (last) {
                    target.stop();
                    return;
                }
                rest();
            }
        }
    }

    /** The flag is set before the queue is looked at again, so that no unpark is missed. */
    private void rest() {
        idle = true;
        if (queue.isEmpty() && !stopping) {
            LockSupport.park(this);
        }
        idle = false;
    }
}
