// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.memory.Room;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;

/**
 * Has caches trained beside a running service: some time after a generation serves, one at a time, on a thread of the
 * least priority, which its processes inherit. Methods are called by the controller's thread and return at once.
 */
public final class Trainer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Trainer.class);
    private static final Duration OTHERS = Duration.ofSeconds(10);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final int LEAST_PRIORITY = 19;

    /** Until a training that was not done in time is tried again: the machine may be less busy then. */
    static final Duration LATER = Duration.ofHours(1);

    /** So many of them one after the other count as any other failure. */
    static final int MOST_LATE = 3;

    /** A small servlet was seen to take 220 MB in each of the two processes; this leaves room for larger ones. */
    static final long MEMORY = 384L << 20;

    private final AotStore store;
    private final LongSupplier memory;
    private final Pause pause;
    private final Set<String> failed = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("aot-trainer").daemon().factory());
    private volatile TrainingState state = TrainingState.NONE;
    private @Nullable Future<?> running;
    private @Nullable Runnable wanted;

    /** @param store where caches go */
    public Trainer(AotStore store) {
        this(store, Room.ofThisMachine()::bytes, Thread::sleep);
    }

    /** How its thread waits. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** @param memory bytes that are free for processes, {@link Long#MAX_VALUE} where nothing is known */
    Trainer(AotStore store, LongSupplier memory, Pause pause) {
        this.store = store;
        this.memory = memory;
        this.pause = pause;
    }

    /**
     * All workers are of the generation that boots so.
     *
     * @param calm until a training begins: caches of clients and of compilers have to get warm before
     */
    public void settled(Boot boot, Duration calm) {
        breakOff();
        Optional<Training> training = boot.training();
        wanted = () -> training.ifPresentOrElse(made -> train(made, boot, calm), () -> state = TrainingState.NONE);
        resume();
    }

    /** A worker crashed while it booted from the cache of this name: that is put aside. */
    public void distrust(String name, String ending) {
        try {
            thread.execute(new Aside(store, name, ending));
        } catch (RejectedExecutionException e) {
            log.debug("the cache {} stays, for this is the end", name);
        }
    }

    /** How it stands. Any thread. */
    public TrainingState state() {
        return state;
    }

    /** What was more important came to nothing: what was broken off is begun again. Does nothing when nothing was. */
    public void resume() {
        if (running == null && wanted != null) {
            try {
                running = thread.submit(wanted);
            } catch (RejectedExecutionException e) {
                log.debug("no training, for this is the end");
            }
        }
    }

    /** Nothing is begun any more. */
    public void end() {
        breakOff();
        wanted = null;
    }

    /** Something more important begins. What is made of a cache is removed. */
    public void breakOff() {
        if (running != null) {
            running.cancel(true);
            running = null;
        }
    }

    private void train(Training training, Boot boot, Duration calm) {
        try {
            state = TrainingState.waiting("it begins some time after a generation serves (--aot-delay)");
            pause.of(calm);
            Optional<AotCache> found = store.find(training.name());
            if (found.isEmpty() && failedLately(training)) {
                state = TrainingState.failed(
                        "it failed within the last day, and is not tried again before that is over",
                        store.said(training.name()));
                return;
            }
            boot.use(found.isPresent() ? found.get() : makeWithPatience(training));
            state = TrainingState.NONE;
        } catch (InterruptedException e) {
            state = TrainingState.NONE;
            log.debug("the training of an AOT cache is broken off");
        } catch (TrainingFailed e) {
            failed(training, e);
        } catch (RuntimeException | Error e) {
            state = TrainingState.failed(e.toString(), store.said(training.name()));
            log.error("the training of an AOT cache failed", e); // a fault of ours; what serves goes on serving
        }
    }

    private boolean failedLately(Training training) {
        return failed.contains(training.name()) || store.failedLately(training.name());
    }

    private void failed(Training training, TrainingFailed why) {
        if (Thread.currentThread().isInterrupted()) {
            state = TrainingState.NONE; // it was broken off, and a file was closed by that
            return;
        }
        state = TrainingState.failed(String.valueOf(why.getMessage()), store.said(training.name()));
        log.warn("no AOT cache, workers boot without one: {}", why.getMessage());
        if (why.lasts()) {
            failed.add(training.name());
            mark(training);
        }
    }

    /** One that was too slow may have been slow for the machine was busy. */
    private AotCache makeWithPatience(Training training) throws TrainingFailed, InterruptedException {
        for (int tries = 1; true; tries++) {
            try {
                return make(training);
            } catch (TrainingFailed e) {
                if (!e.late() || tries == MOST_LATE) {
                    throw e;
                }
                String reason = e.getMessage() + "; it is tried again in " + LATER.toMinutes() + " minutes";
                state = TrainingState.failed(reason, store.said(training.name()));
                log.warn("no AOT cache for now, workers boot without one: {}", reason);
            }
            pause.of(LATER);
        }
    }

    private AotCache make(Training training) throws TrainingFailed, InterruptedException {
        beModest();
        awaitMemory(training);
        long begin = System.nanoTime();
        AotCache made = makeInTurn(training);
        log.info(
                "the AOT cache of {} is made, {} MB in {} s; workers that start from now on boot from it",
                training.shown(),
                made.size() >> 20,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        return made;
    }

    private AotCache makeInTurn(Training training) throws TrainingFailed, InterruptedException {
        while (true) {
            state = TrainingState.RUNNING;
            Optional<AotCache> made = training.run(store);
            if (made.isPresent()) {
                return made.get();
            }
            state = TrainingState.waiting("another process makes a cache in " + store.root());
            pause.of(OTHERS);
        }
    }

    /** Workers and their clients come first: where memory runs out, the kernel may end all in a container. */
    private void awaitMemory(Training training) throws InterruptedException {
        boolean said = false;
        for (long free = memory.getAsLong(); free < MEMORY; free = memory.getAsLong()) {
            String reason = (free >> 20) + " MB of memory are free, and its training may take " + (MEMORY >> 20)
                    + " MB; it begins when there are more";
            state = TrainingState.waiting(reason);
            if (!said) {
                log.info("no AOT cache of {} for now: {}", training.shown(), reason);
                said = true;
            }
            pause.of(OTHERS);
        }
    }

    private static void beModest() {
        try {
            Posix.niceThisThread(LEAST_PRIORITY);
        } catch (PosixException e) {
            log.debug("the training runs at our own priority: {}", e.getMessage());
        }
    }

    private void mark(Training training) {
        try {
            store.markFailed(training.name());
        } catch (IOException e) {
            log.debug("no mark that the training failed: {}", e.toString());
        }
    }

    /** Waits until what was begun has come to an end by itself; for tests. */
    void awaitIdle() throws InterruptedException {
        try {
            thread.submit(() -> {}).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends what is trained; waits for that, five seconds at most. */
    @Override
    public void close() {
        List<Runnable> left = thread.shutdownNow();
        left.stream().filter(Aside.class::isInstance).forEach(Runnable::run); // or the next start crashes, too
        try {
            if (!thread.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the training does not end within {} s; leaving without it", END_LIMIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
        }
    }
}
