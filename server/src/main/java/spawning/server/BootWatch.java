// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Shows where a boot hangs: when the worker is not ready {@linkplain Deadman#warningAfter shortly before} the boot timeout,
 * the stacks of all threads are logged, once. The end itself is the controller's to bring about, by SIGKILL, which leaves
 * no time for that.
 */
final class BootWatch {
    private final Consumer<String> dump;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Supplier<String> stage = () -> "";
    private volatile long deadline;
    private volatile boolean limited;

    BootWatch(ThreadDump dump) {
        this(dump::log);
    }

    /** @param dump logs the stacks with a reason; run on the watch's own thread */
    BootWatch(Consumer<String> dump) {
        this.dump = dump;
    }

    /**
     * Starts to watch; called once.
     *
     * @param limit the boot timeout; the controller counts it from the spawn, so it passes earlier here by what the JVM
     *     took to start. Zero is without limit, and nothing is watched
     */
    void start(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
        limited = !limit.isZero();
        if (limited) {
            Thread.ofPlatform().name("boot-watch").daemon().start(() -> watch(limit));
        }
    }

    /** What is left of the boot timeout, as far as it is known here; empty: it has no limit. */
    Optional<Duration> left() {
        return limited ? Optional.of(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))) : Optional.empty();
    }

    /** @param what tells, on any thread, what the worker is at from now on */
    void stage(Supplier<String> what) {
        stage = what;
    }

    /** The worker is ready. Any thread; a second call changes nothing. */
    void stop() {
        ready.countDown();
    }

    private void watch(Duration limit) {
        Duration patience = Deadman.warningAfter(limit);
        try {
            if (!ready.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                String at = stage.get();
                dump.accept("not ready, " + (at.isEmpty() ? "" : at + ", ")
                        + limit.minus(patience).toMillis() + " ms before the boot timeout of " + limit.toMillis()
                        + " ms ends this worker");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by the application, for nobody else does: it wants all threads to end
        }
    }
}
