// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.aot.AotMode;
import spawning.controller.aot.AotStore;
import spawning.controller.aot.Trainer;
import spawning.controller.aot.TrainingState;
import spawning.controller.cli.ParseResult;
import spawning.controller.config.ControllerConfig;
import spawning.controller.control.Commands;
import spawning.controller.control.ControlServer;
import spawning.controller.control.ControlSocket;
import spawning.controller.control.Controls;
import spawning.controller.control.Echoes;
import spawning.controller.control.Ending;
import spawning.controller.evidence.Collector;
import spawning.controller.evidence.Masking;
import spawning.controller.evidence.Store;
import spawning.controller.launch.PosixWorkerLauncher;
import spawning.controller.launch.WorkerWatcher;
import spawning.controller.listener.Bind;
import spawning.controller.listener.BoundListener;
import spawning.controller.listener.CannotBindException;
import spawning.controller.listener.ListenerLease;
import spawning.controller.listener.Listeners;
import spawning.controller.listener.UnavailableResponder;
import spawning.controller.memory.MemorySampler;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Planner;
import spawning.controller.plan.Standing;
import spawning.controller.posix.Posix;
import spawning.controller.posix.StateFolder;
import spawning.controller.reloading.Reloader;
import spawning.controller.reloading.ReloaderCommandLine;
import spawning.controller.service.CannotStartException;
import spawning.controller.service.OrphanReaper;
import spawning.controller.service.Outputs;
import spawning.controller.service.Reporter;
import spawning.controller.service.Reporting;
import spawning.controller.service.Surroundings;
import spawning.controller.signal.ControllerSignal;
import spawning.controller.signal.Signals;
import spawning.controller.signal.Terminal;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.status.Tallies;
import spawning.controller.status.Totals;
import spawning.controller.status.service.StatusService;
import spawning.controller.time.Mailbox;
import spawning.controller.time.MonotonicClock;
import spawning.controller.time.Revocable;
import spawning.protocol.boot.BootTrace;

/** Puts the parts of the controller together, runs its loop, and takes them apart again in reverse. */
final class Service implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Service.class);

    private final ControllerConfig config;
    private final Supplier<ParseResult> configuration;
    private final MonotonicClock clock = MonotonicClock.SYSTEM;
    private final Mailbox<Event> mailbox = new Mailbox<>(clock);
    private final Revocable patience = new Revocable();
    private final Listeners listeners;
    private final Surroundings surroundings;
    private volatile boolean stopping;
    private volatile Optional<StatusBoard> board = Optional.empty();
    private @Nullable Terminal terminal;
    private @Nullable ListenerLease lease;

    Service(ControllerConfig config, Supplier<ParseResult> configuration) {
        this.config = config;
        this.configuration = configuration;
        this.listeners =
                new Listeners(config.listening().backlog(), config.service().account(), clock, patience);
        this.surroundings = new Surroundings(config.service(), clock);
    }

    /**
     * Serves until all has ended.
     *
     * @param config checked
     * @param warnings of the configuration, for the log
     * @param configuration reads it again, for a reload
     */
    static ExitStatus run(ControllerConfig config, List<String> warnings, Supplier<ParseResult> configuration) {
        try (Service service = new Service(config, configuration)) {
            service.open(warnings);
            return service.serve();
        } catch (CannotStartException e) {
            return said(e);
        }
    }

    private static ExitStatus said(CannotStartException e) {
        if (e.status() == ExitStatus.STOPPED) {
            log.info("{}", e.getMessage());
        } else {
            log.error("{}", e.getMessage());
        }
        return e.status();
    }

    /**
     * Does what may take the rights of root, and nothing that has to be undone by others: handlers of signals, pid file,
     * output, addresses.
     *
     * @throws CannotStartException something cannot be had, or a stop was asked for meanwhile
     */
    void open(List<String> warnings) throws CannotStartException {
        try {
            config.process().umask().ifPresent(Posix::umask);
            terminal = Terminal.atStart();
            Signals.install(this::signalled);
            surroundings.arrange();
            warnings.forEach(warning -> log.warn("{}", warning));
            BootTrace.step("signals handled");
            lease = listeners.open(Bind.all(config.listening().binds()));
            BootTrace.step("addresses bound");
        } catch (CannotBindException e) {
            throw stopping
                    ? new CannotStartException(ExitStatus.STOPPED, "stopped while waiting for an address", e)
                    : new CannotStartException(ExitStatus.CANNOT_BIND, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CannotStartException(ExitStatus.INTERNAL, "cannot start: " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the controller's thread", e);
        }
    }

    /** Serves until all has ended; called once, after {@link #open}. */
    ExitStatus serve() throws CannotStartException {
        try {
            surroundings.becomeUser(config);
            StateFolder state = state();
            BootTrace.step("state folder made");
            greet(opened(lease));
            ExitStatus status = steered(opened(terminal), opened(lease), state);
            remove(state); // only after an orderly end: after a fault, workers that finish what runs still need it
            return status;
        } catch (IOException e) {
            throw new CannotStartException(ExitStatus.INTERNAL, "cannot start: " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the controller's thread", e);
        }
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("open() was not called");
        }
        return part;
    }

    /** Ends it gracefully, as SIGTERM does; returns at once. Any thread. */
    void stop(String by) {
        giveUpWaiting();
        mailbox.post(new Event.Happened(new Happening.StopRequested(by)));
    }

    /** Somebody more who wants to know how it goes; to be called before {@link #serve}. */
    void report(Reporter reporter) {
        surroundings.report(reporter);
    }

    /** Who leads the output of this process where it goes; to be called before {@link #open}. */
    void outputs(Outputs outputs) {
        surroundings.outputs(outputs);
    }

    /** How long a drain may take as things stand; zero is without limit. Any thread. */
    Duration deadman() {
        return board.map(seen -> seen.site().config()).orElse(config).policy().deadman();
    }

    /** Closes the listeners, and removes the pid file. */
    @Override
    public void close() {
        listeners.close();
        surroundings.close();
    }

    private StateFolder state() throws CannotStartException {
        Path base = config.state().orElseGet(surroundings::stateBase);
        try {
            Files.createDirectories(base);
            return StateFolder.create(base, config.process().name());
        } catch (IOException e) {
            throw new CannotStartException(
                    ExitStatus.USAGE,
                    "no folder for the snapshots can be made in " + base + " (--state names another): " + e,
                    e);
        }
    }

    private static void remove(StateFolder state) {
        try {
            state.close();
        } catch (IOException e) {
            log.warn("cannot remove {}, which is not needed any more: {}", state.path(), e.toString());
        }
    }

    /** @throws CannotStartException it cannot be steered where it was asked to be; nothing is left of it then */
    private ExitStatus steered(Terminal terminal, ListenerLease lease, StateFolder state)
            throws CannotStartException, IOException, InterruptedException {
        try (@Nullable ControlSocket control = ControlPlace.open(config.control(), state.path())) {
            return loop(terminal, lease, state, control);
        } catch (CannotBindException e) {
            remove(state);
            throw new CannotStartException(ExitStatus.CANNOT_BIND, String.valueOf(e.getMessage()), e);
        }
    }

    private ExitStatus loop(Terminal terminal, ListenerLease lease, StateFolder state, @Nullable ControlSocket control)
            throws IOException, InterruptedException {
        Installation installation = Installation.ofThisProcess();
        ControllerConfig.Evidence evidence = config.evidence();
        Store store = new Store(evidence.folder(), evidence.size().bytes());
        StatusBoard board = new StatusBoard(beginning(lease));
        this.board = Optional.of(board);
        AotStore caches = AotStore.of(config.aot().folder(), state.path().resolve("aot"));
        config.aot()
                .folder()
                .filter(folder ->
                        config.aot().mode() != AotMode.OFF && !caches.root().equals(folder))
                .ifPresent(folder -> log.info(
                        "AOT caches go with this instance, for {} is not there and cannot be made (--aot-folder)",
                        folder));
        Masking masking = Masking.of(List.of(System.getenv(), config.process().environment()));
        Echoes echoes = new Echoes();
        try (Reporting _ = Reporting.start(surroundings.reporters(), board, clock);
                OrphanReaper _ = OrphanReaper.start();
                UnavailableResponder unavailable = new UnavailableResponder(clock);
                Collector collector = new Collector(evidence.kind(), store, masking, clock);
                MemorySampler sampler =
                        new MemorySampler(use -> mailbox.post(new Event.Happened(new Happening.MemoryMeasured(use))));
                WorkerWatcher watcher = WorkerWatcher.start(new WorkerNews(mailbox, collector, echoes));
                PosixWorkerLauncher launcher = new PosixWorkerLauncher(watcher);
                Reloader reloader = reloader(installation, state);
                GenerationMaker maker = new GenerationMaker(
                        mailbox,
                        new GenerationMaker.First(config, lease),
                        configuration,
                        listeners,
                        installation,
                        state,
                        reloader,
                        caches);
                Trainer trainer = new Trainer(caches);
                StatusService status = new StatusService(board, masking, clock)) {
            status.begin();
            BootTrace.step("parts put together");
            Performer performer = new Performer(
                    installation, listeners, launcher, maker, unavailable, collector, sampler, trainer, board);
            Duration evidenceTime = Collector.killLimit(evidence.kind());
            Planner planner = new Planner(
                    System.nanoTime(), evidenceTime, config.reloading().developing());
            Controls controls = new Controls(
                    board,
                    new MailboxSteering(mailbox),
                    new Ending(),
                    collector,
                    state.path(),
                    detail -> status.report().report(detail).toString(),
                    masking::text,
                    echoes,
                    surroundings.outputs());
            try (@Nullable ControlServer _ = server(control, controls)) {
                return new Controller(mailbox, clock, planner, performer, terminal, board, surroundings.outputs())
                        .run();
            }
        }
    }

    private static @Nullable ControlServer server(@Nullable ControlSocket socket, Controls controls)
            throws IOException {
        return socket == null ? null : ControlServer.start(socket, Commands.of(controls), controls.ending());
    }

    private Site beginning(ListenerLease lease) {
        return new Site(
                Instant.now(),
                clock.nanos(),
                config,
                lease.all(),
                Standing.NOTHING,
                List.of(),
                Totals.NONE,
                Tallies.NONE,
                TrainingState.NONE);
    }

    private Reloader reloader(Installation installation, StateFolder state) {
        ReloaderCommandLine commandLine = new ReloaderCommandLine(
                installation.java(),
                installation.reloader(),
                config.process().name(),
                installation.caches().options("reloader", installation.reloader()));
        return Reloader.start(
                commandLine,
                state.path(),
                what -> mailbox.post(new Event.Happened(new Happening.ReloadRequested(what + " changed"))),
                clock);
    }

    /** Any thread of the JVM's. Somebody who wants to stop does not want to wait for a port either. */
    void signalled(ControllerSignal signal) {
        if (signal == ControllerSignal.TERM || signal == ControllerSignal.INT) {
            giveUpWaiting();
        }
        mailbox.post(new Event.Signalled(signal));
    }

    private void giveUpWaiting() {
        stopping = true;
        patience.revoke();
    }

    private void greet(ListenerLease lease) {
        long pid = ProcessHandle.current().pid();
        log.info(
                "controller pid {}: processes {}{}, {}, application {}",
                pid,
                config.policy().processes(),
                config.policy().standby() == 0 ? "" : " and " + config.policy().standby() + " on standby",
                config.http().threads() == 0
                        ? "with green threads"
                        : "threads " + config.http().threads() + " each",
                config.code().application().text());
        if (config.code().web()) {
            log.info("sessions are kept in {}", config.sessions().store());
        }
        log.info("kill -HUP {} reloads, kill -TERM {} or Ctrl-C stops", pid, pid);
        lease.all().forEach(listener -> log.info("listening on {}", shown(listener)));
    }

    private static String shown(BoundListener listener) {
        return listener.kind().tcp() ? "http://" + listener.address() + "/" : listener.address();
    }
}
