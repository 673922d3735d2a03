// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private final AotStore store;
    private final Set<String> failed = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("aot-trainer").daemon().factory());
    private @Nullable Future<?> running;

    /** @param store where caches go */
    public Trainer(AotStore store) {
        this.store = store;
    }

    /**
     * All workers are of the generation that boots so.
     *
     * @param calm until a training begins: caches of clients and of compilers have to get warm before
     */
    public void settled(Boot boot, Duration calm) {
        breakOff();
        Optional<Training> training = boot.training();
        if (training.isPresent()) {
            try {
                running = thread.submit(() -> train(training.get(), boot, calm));
            } catch (RejectedExecutionException e) {
                log.debug("no training, for this is the end");
            }
        }
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
            Thread.sleep(calm);
            Optional<AotCache> made = store.find(training.name());
            if (made.isEmpty()) {
                made = make(training);
            }
            made.ifPresent(boot::use);
        } catch (InterruptedException e) {
            log.debug("the training of an AOT cache is broken off");
        } catch (TrainingFailed e) {
            if (Thread.currentThread().isInterrupted()) {
                return; // a file was closed by that
            }
            failed.add(training.name());
            log.warn("no AOT cache, workers boot without one: {}", e.getMessage());
            mark(training);
        } catch (RuntimeException | Error e) {
            log.error("the training of an AOT cache failed", e); // a fault of ours; what serves goes on serving
        }
    }

    private Optional<AotCache> make(Training training) throws TrainingFailed, InterruptedException {
        if (failed.contains(training.name()) || store.failedLately(training.name())) {
            log.debug("the training of {} failed lately, and is not tried again", training.name());
            return Optional.empty();
        }
        beModest();
        long begin = System.nanoTime();
        Optional<AotCache> made = training.run(store);
        while (made.isEmpty()) { // somebody else trains, perhaps the same
            Thread.sleep(OTHERS);
            made = training.run(store);
        }
        log.info(
                "the AOT cache of {} is made, {} MB in {} s; workers that start from now on boot from it",
                training.shown(),
                made.get().size() >> 20,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        return made;
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

    /** Ends what is trained; waits for that, five seconds at most. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the training does not end within {} s; leaving without it", END_LIMIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
        }
    }
}
