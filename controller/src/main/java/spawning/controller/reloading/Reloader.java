// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.config.DurationText;
import spawning.controller.posix.PosixException;
import spawning.controller.time.MonotonicClock;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.ReloaderOrder;
import spawning.protocol.WatchList;

/**
 * Keeps the reloader's process running while there is something to watch: starts it, tells it what to watch, hands on
 * what it says, and starts another one when it has died, at a growing distance. Nothing that goes wrong with it is more
 * than a line in the log: what serves, serves on. All methods may be called by any thread, and return soon.
 */
public final class Reloader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reloader.class);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final ReloaderCommandLine commandLine;
    private final Path list;
    private final Consumer<String> changed;
    private final RestartDelay delay = new RestartDelay();
    private final MonotonicClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread keeper;
    private @Nullable ReloaderProcess process;
    private boolean wanted;
    private boolean closed;

    private Reloader(ReloaderCommandLine commandLine, Path folder, Consumer<String> changed, MonotonicClock clock) {
        this.commandLine = commandLine;
        this.list = folder.resolve("watch");
        this.changed = changed;
        this.clock = clock;
        this.keeper = Thread.ofPlatform().name("reloader").daemon().unstarted(this::keep);
    }

    /**
     * One that has its thread, and no process before there is something to watch.
     *
     * @param folder where to write what is to be watched; the caller's to remove
     * @param changed is told what changed, by a thread of ours, and must not block
     */
    public static Reloader start(
            ReloaderCommandLine commandLine, Path folder, Consumer<String> changed, MonotonicClock clock) {
        Reloader reloader = new Reloader(commandLine, folder, changed, clock);
        reloader.keeper.start();
        return reloader;
    }

    /** Watches this from now on, and nothing else. */
    public void watch(WatchList watched) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            watched.write(list); // by renaming, so that it can be read at any time
            wanted = true;
            order();
            news.signalAll();
        } catch (IOException e) {
            log.warn("cannot write {}, so what changes is not noticed: {}", list, e.toString());
        } finally {
            lock.unlock();
        }
    }

    /** Watches nothing from now on. */
    public void rest() {
        lock.lock();
        try {
            wanted = false;
            dismiss();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void order() {
        if (process != null) {
            try {
                process.order(new ReloaderOrder.Watch(list));
            } catch (PosixException e) {
                log.debug("the reloader (pid {}) is leaving: {}", process.pid(), e.getMessage());
            }
        }
    }

    private void dismiss() {
        if (process != null) {
            process.leave();
        }
    }

    private void keep() {
        while (awaitWork()) {
            long began = clock.nanos();
            String ending = runOnce();
            Duration lasted = Duration.ofNanos(clock.nanos() - began);
            if (isWanted()) {
                Duration wait = delay.after(lasted);
                log.warn(
                        "the reloader ended after {}: {}; another one starts in {}",
                        DurationText.format(lasted.truncatedTo(ChronoUnit.SECONDS)),
                        ending,
                        DurationText.format(wait));
                pause(wait);
            }
        }
    }

    /** From the start of a process to its end. @return how it ended */
    private String runOnce() {
        try {
            ReloaderProcess started = ReloaderProcess.start(commandLine);
            log.debug("reloader pid {}", started.pid());
            try {
                introduce(started);
                started.listen(this::said);
            } finally {
                introduce(null);
            }
            return started.end().toString();
        } catch (PosixException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** From here on orders reach it; what was ordered before, it is told now. */
    private void introduce(@Nullable ReloaderProcess current) {
        lock.lock();
        try {
            process = current;
            if (wanted && !closed) {
                order();
            } else {
                dismiss();
            }
        } finally {
            lock.unlock();
        }
    }

    private void said(String line) {
        try {
            switch (ReloaderMessage.decode(line)) {
                case ReloaderMessage.Changed(String what) -> changed.accept(what);
                case ReloaderMessage.Watching(String what) -> log.info("watching {}", what);
                case ReloaderMessage.Warning(String text) -> log.warn("{}", text);
            }
        } catch (IllegalArgumentException e) {
            log.warn("the reloader said what is not understood: {}", e.getMessage());
        }
    }

    private boolean isWanted() {
        lock.lock();
        try {
            return wanted && !closed;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether there is something to watch; false: it is over */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (!closed && !wanted) {
                news.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, or until nothing is wanted any more. */
    private void pause(Duration wait) {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (left > 0 && wanted && !closed) {
                left = news.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the reloader's thread", e);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the process and waits for that, five seconds at most; a process that does not go is killed before. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            dismiss();
            news.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!keeper.join(END_LIMIT.dividedBy(2))) {
                kill();
                keeper.join(END_LIMIT.dividedBy(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
        }
    }

    private void kill() {
        lock.lock();
        try {
            if (process != null) {
                process.kill();
            }
        } catch (PosixException e) {
            log.warn("the reloader does not end: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
