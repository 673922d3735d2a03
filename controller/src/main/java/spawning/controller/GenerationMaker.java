// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.aot.AotStore;
import spawning.controller.aot.Boot;
import spawning.controller.cli.ParseResult;
import spawning.controller.config.ConfigProblem;
import spawning.controller.config.ControllerConfig;
import spawning.controller.generation.PreparationFailed;
import spawning.controller.generation.Snapshot;
import spawning.controller.listener.Bind;
import spawning.controller.listener.CannotBindException;
import spawning.controller.listener.ListenerLease;
import spawning.controller.listener.Listeners;
import spawning.controller.listener.Standby;
import spawning.controller.plan.Happening;
import spawning.controller.posix.FileTree;
import spawning.controller.posix.StateFolder;
import spawning.controller.reloading.Reloader;
import spawning.controller.time.Mailbox;

/**
 * Makes generations, one at a time, on a thread of its own: reads the configuration again, opens new listeners, lets the
 * preparer make the snapshot, writes the workers' settings. What comes of it is posted to the mailbox. When a step
 * fails, what the steps before it made is undone.
 */
final class GenerationMaker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GenerationMaker.class);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Mailbox<Event> mailbox;
    private final Supplier<ParseResult> configuration;
    private final Listeners listeners;
    private final Installation installation;
    private final StateFolder state;
    private final SnapshotMaker snapshots;
    private final Boots boots;
    private final Map<Integer, Future<?>> running = new HashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("generation-maker").daemon().factory());
    private Optional<Path> newest = Optional.empty();
    private final ControllerConfig initial;
    private Optional<First> first;
    private volatile String complaint = "";
    private final Standby standby;

    /** The configuration of the first generation, read already, and its listeners, open already. */
    record First(ControllerConfig config, ListenerLease lease) {}

    /**
     * @param first what the first generation is made of
     * @param configuration reads it anew for each later one
     * @param state the folder that holds all generations
     * @param reloader is told what each generation was made from
     * @param caches from which workers boot
     */
    GenerationMaker(
            Mailbox<Event> mailbox,
            First first,
            Supplier<ParseResult> configuration,
            Listeners listeners,
            Installation installation,
            StateFolder state,
            Reloader reloader,
            AotStore caches) {
        this.mailbox = mailbox;
        this.first = Optional.of(first);
        this.initial = first.config();
        this.configuration = configuration;
        this.listeners = listeners;
        this.installation = installation;
        this.state = state;
        this.snapshots = new SnapshotMaker(installation, state, reloader);
        this.boots = new Boots(installation, caches, System.getenv());
        this.boots.foresee(initial);
        this.standby = new Standby(initial.reloading().developing());
    }

    /** Begins to make a generation; answered through the mailbox. The controller's thread. */
    void make(int number) {
        running.values().removeIf(Future::isDone);
        running.put(number, thread.submit(() -> run(number, folder -> makeAnew(number, folder))));
    }

    /**
     * Begins to make a generation with the code and the configuration of an older one, whose folder is not discarded
     * before; answered through the mailbox. The controller's thread.
     */
    void copy(int number, Generation original) {
        running.values().removeIf(Future::isDone);
        running.put(number, thread.submit(() -> run(number, folder -> copy(number, original, folder))));
    }

    /** Breaks off; whatever was made of it is removed. The controller's thread. */
    void cancel(int number) {
        Future<?> future = running.remove(number);
        if (future != null) {
            future.cancel(true);
        }
    }

    /** Removes a generation's folder and gives its listeners back. Returns at once. Any thread. */
    void discard(Generation generation) {
        try {
            var _ = thread.submit(() -> {
                standby.giveBack(generation.lease());
                generation.boot().close();
                remove(generation.folder());
            });
        } catch (RejectedExecutionException e) {
            log.debug("generation {} goes with all others, for this is the end", generation.number());
        }
    }

    /**
     * A generation that was made is taken, and has its listeners for itself. The controller's thread.
     *
     * @param letGo blocks until nobody answers on other listeners, two seconds at most
     */
    void taken(Runnable letGo) {
        try {
            var _ = thread.submit(() -> {
                if (standby.isKeeping()) {
                    letGo.run();
                }
                standby.end();
            });
        } catch (RejectedExecutionException e) {
            log.debug("all listeners go, for this is the end");
        }
    }

    /** One way to make a generation. Gives its listeners back when it fails; removing the folder is left to others. */
    private interface Way {
        Generation take(Path folder) throws IOException, PreparationFailed, CannotBindException, InterruptedException;
    }

    private void run(int number, Way way) {
        Path folder = state.path().resolve("gen-" + number);
        try {
            Generation generation = way.take(folder);
            if (!generation.onTrial()) {
                newest = Optional.of(folder);
                complaint = "";
            }
            mailbox.post(new Event.Prepared(generation));
        } catch (InterruptedException e) {
            log.debug("preparation of generation {} broken off", number);
            remove(folder);
        } catch (PreparationFailed | CannotBindException e) {
            if (!Generation.isTrial(number)) {
                complaint = e instanceof PreparationFailed failed ? failed.details() : "";
            }
            remove(folder);
            failed(number, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            remove(folder);
            failed(number, e.toString());
        } catch (RuntimeException | Error e) {
            // a fault of ours; but what serves goes on serving
            log.error("making generation {} failed", number, e);
            remove(folder);
            failed(number, e.toString());
        }
    }

    private Generation makeAnew(int number, Path folder)
            throws IOException, PreparationFailed, CannotBindException, InterruptedException {
        First plan = first.isPresent() ? first.get() : read();
        first = Optional.empty();
        return withLease(plan.lease(), () -> {
            state.createGeneration(number);
            Snapshot snapshot = Generation.isTrial(number)
                    ? snapshots.makeUnwatched(plan.config(), folder, newest)
                    : snapshots.make(plan.config(), folder, newest);
            return finish(number, plan.config(), snapshot, plan.lease(), folder);
        });
    }

    private Generation copy(int number, Generation original, Path folder)
            throws IOException, PreparationFailed, CannotBindException, InterruptedException {
        ControllerConfig config = original.config();
        ListenerLease lease = listeners.open(Bind.all(config.listening().binds()));
        return withLease(lease, () -> {
            state.createGeneration(number);
            return finish(number, config, original.snapshot().copyTo(original.folder(), folder), lease, folder);
        });
    }

    /** The rest of a way, which has listeners. */
    private interface Rest {
        Generation take() throws IOException, PreparationFailed, InterruptedException;
    }

    private Generation withLease(ListenerLease lease, Rest rest)
            throws IOException, PreparationFailed, InterruptedException {
        boolean made = false;
        try {
            Generation generation = rest.take();
            made = true;
            return generation;
        } finally {
            if (!made) {
                standby.giveBack(lease);
            }
        }
    }

    /** What the compiler said when it failed last; empty after a success. Any thread. */
    String complaint() {
        return complaint;
    }

    private void failed(int number, String reason) {
        mailbox.post(new Event.Happened(new Happening.GenerationFailed(number, reason)));
    }

    private Generation finish(int number, ControllerConfig config, Snapshot snapshot, ListenerLease lease, Path folder)
            throws IOException, PreparationFailed, InterruptedException {
        Generation generation = new Generation(
                number, config, snapshot, lease, folder, WorkerErgonomics.flags(number, config), Boot.plain());
        generation.settings(installation).write(folder.resolve("settings"));
        return generation.with(boots.of(generation));
    }

    private First read() throws PreparationFailed, CannotBindException, InterruptedException {
        ControllerConfig read = configured();
        warnOfWhatStays(read);
        ControllerConfig config = read.withEvidence(initial.evidence()); // what is not collected need not be recorded
        return new First(config, listeners.open(Bind.all(config.listening().binds())));
    }

    /** What belongs to this process and not to a generation keeps the value that it was started with. */
    private void warnOfWhatStays(ControllerConfig config) {
        warnIfChanged(
                "backlog", initial.listening().backlog(), config.listening().backlog());
        warnIfChanged("aot-folder", initial.aot().folder(), config.aot().folder());
        warnIfChanged("umask", initial.process().umask(), config.process().umask());
        warnIfChanged("evidence", initial.evidence(), config.evidence());
        warnIfChanged("state", initial.state(), config.state());
        warnIfChanged("control", initial.control(), config.control());
        warnIfChanged(
                "log-level (of the controller)",
                initial.logging().level(),
                config.logging().level());
    }

    private static void warnIfChanged(String option, Object before, Object now) {
        if (!before.equals(now)) {
            log.warn("{} was changed from {} to {}; that takes a restart", option, before, now);
        }
    }

    private ControllerConfig configured() throws PreparationFailed {
        return switch (configuration.get()) {
            case ParseResult.Run(ControllerConfig config, List<String> warnings) -> {
                warnings.forEach(warning -> log.warn("{}", warning));
                yield config;
            }
            case ParseResult.Problems(List<ConfigProblem> problems) -> {
                problems.forEach(problem -> log.error("{}", problem));
                throw new PreparationFailed(
                        "the configuration has " + problems.size() + (problems.size() == 1 ? " error" : " errors"));
            }
            case ParseResult.Information _ ->
                throw new PreparationFailed("the configuration asks for information instead of serving");
        };
    }

    private static void remove(Path folder) {
        try {
            FileTree.remove(folder);
        } catch (IOException e) {
            log.warn("cannot remove {}, which is not needed any more: {}", folder, e.toString());
        }
    }

    /** Breaks off what runs and ends the thread; waits for that, so that nothing is written any more, for five seconds. */
    @Override
    public void close() {
        thread.shutdownNow();
        snapshots.close();
        try {
            if (!thread.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the preparation does not end within {} s; leaving without it", END_LIMIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
        }
    }
}
