// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when its drain takes longer than the deadman timeout, however stuck the application is: the stacks of
 * all threads are logged three seconds before (half-way, when the timeout is shorter than six), then the JVM is halted. It
 * halts rather than exits because a shutdown hook may be what hangs. The stacks are a thread's own business, for a dump
 * can take as long as a thread needs to a safepoint, and the end must not wait for it.
 */
final class Deadman {
    private static final Logger log = LoggerFactory.getLogger(Deadman.class);
    private static final Duration WARNING = Duration.ofSeconds(3);

    private final AtomicBoolean armed = new AtomicBoolean();
    private final Consumer<String> dump;
    private final Runnable halt;

    /** One that logs the stacks and ends this process. */
    Deadman(ThreadDump dump) {
        this(dump::log, () -> halt(WorkerExit.DEADMAN));
    }

    /**
     * One that ends something else than this process.
     *
     * @param dump logs the stacks with a reason; may block or throw
     * @param halt is the end
     */
    Deadman(Consumer<String> dump, Runnable halt) {
        this.dump = dump;
        this.halt = halt;
    }

    /** Starts the countdown; a second call changes nothing. Zero is without limit. Any thread. */
    void arm(Duration limit) {
        if (limit.isZero() || !armed.compareAndSet(false, true)) {
            return;
        }
        long start = System.nanoTime();
        Thread.ofPlatform().name("deadman").daemon().start(() -> countDown(start, limit));
    }

    /** When the stacks are dumped, counted from the start of the countdown. */
    static Duration warningAfter(Duration limit) {
        return limit.compareTo(WARNING.multipliedBy(2)) > 0 ? limit.minus(WARNING) : limit.dividedBy(2);
    }

    private void countDown(long start, Duration limit) {
        try {
            waitUntil(start + warningAfter(limit).toNanos());
            String reason = "not drained, " + limit.minus(warningAfter(limit)).toMillis()
                    + " ms before the deadman timeout of " + limit.toMillis() + " ms ends this worker";
            Thread.ofPlatform().name("deadman-dump").daemon().start(() -> dump.accept(reason));
        } finally { // also when there is no memory for a thread
            end(start + limit.toNanos(), limit);
        }
    }

    private void end(long deadline, Duration limit) {
        try {
            waitUntil(deadline);
            log.error("not drained within the deadman timeout of {} ms; halting", limit.toMillis());
        } finally {
            halt.run();
        }
    }

    /** Ends this process without its shutdown hooks, which may be what hangs. */
    static void halt(WorkerExit exit) {
        try {
            WorkerLogging.flush();
        } finally {
            Runtime.getRuntime().halt(exit.code());
        }
    }

    private static void waitUntil(long deadline) {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
        }
    }
}
