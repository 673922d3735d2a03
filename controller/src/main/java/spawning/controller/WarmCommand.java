// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.aot.AotCache;
import spawning.controller.aot.AotObstacle;
import spawning.controller.aot.AotStore;
import spawning.controller.aot.Boot;
import spawning.controller.aot.Training;
import spawning.controller.aot.TrainingFailed;
import spawning.controller.cli.ParseResult;
import spawning.controller.cli.SpawningCommand;
import spawning.controller.config.ConfigReader;
import spawning.controller.config.ControllerConfig;
import spawning.controller.generation.OwnFiles;
import spawning.controller.generation.Preparation;
import spawning.controller.generation.PreparationFailed;
import spawning.controller.generation.PreparationRequest;
import spawning.controller.generation.Snapshot;
import spawning.controller.listener.Bind;
import spawning.controller.listener.CannotBindException;
import spawning.controller.listener.ListenerLease;
import spawning.controller.listener.Listeners;
import spawning.controller.posix.StateFolder;
import spawning.controller.service.CannotStartException;
import spawning.controller.service.Surroundings;
import spawning.controller.time.MonotonicClock;
import spawning.controller.time.Revocable;
import spawning.protocol.WorkerSettings;

/**
 * {@code spawning warm [options] [APPLICATION]}: makes AOT caches and serves nothing. With an application its own, with the
 * same options as it will be served with; without one, those of the server alone, which any application boots from that
 * has none of its own. It says where each is, how large, and how much sooner a worker is ready. One thread.
 */
final class WarmCommand {
    /** The word that stands in place of the application. */
    static final String WORD = "warm";

    private static final Logger log = LoggerFactory.getLogger(WarmCommand.class);
    private static final int BACKLOG = 16;

    /** Stands for the jar with our servlet. */
    private static final String OUR_SERVLETS = "{servlets}";

    /** The engines with the options that make a difference to the JVM. */
    private static final List<List<String>> BASES = List.of(
            List.of("--threads=4", WorkerSettings.BUILT_IN),
            List.of("--threads=0", WorkerSettings.BUILT_IN),
            List.of("--factory=servlet", "--classpath=" + OUR_SERVLETS, WorkerSettings.BUILT_IN_SERVLET));

    private final Map<String, String> variables;
    private final Path directory;
    private final PrintStream out;
    private final PrintStream err;

    WarmCommand(Map<String, String> variables, Path directory, PrintStream out, PrintStream err) {
        this.variables = variables;
        this.directory = directory;
        this.out = out;
        this.err = err;
    }

    /**
     * Makes them.
     *
     * @param args what stands behind the word
     */
    ExitStatus run(List<String> args) {
        return switch (parse(args)) {
            case ParseResult.Information(String text) -> {
                out.print(text);
                yield ExitStatus.STOPPED;
            }
            case ParseResult.Run(ControllerConfig config, List<String> warnings) -> {
                Main.setLevel(config.logging().level());
                warnings.forEach(warning -> log.warn("{}", warning));
                yield make(config, false);
            }
            case ParseResult.Problems problems -> {
                if (problems.list().size() == 1
                        && problems.list().getFirst().message().equals(ConfigReader.NO_APPLICATION)) {
                    yield bases(args);
                }
                err.print(problems.text());
                yield ExitStatus.USAGE;
            }
        };
    }

    private ParseResult parse(List<String> args) {
        return SpawningCommand.parse(args.toArray(String[]::new), variables, directory);
    }

    private ExitStatus bases(List<String> args) {
        ExitStatus worst = ExitStatus.STOPPED;
        String ourServlets = Installation.ofThisProcess()
                .servlet()
                .resolve("spawning-servlet.jar")
                .toString();
        for (List<String> base : BASES) {
            List<String> all = new ArrayList<>(args);
            base.forEach(word -> all.add(word.replace(OUR_SERVLETS, ourServlets)));
            ExitStatus status = switch (parse(all)) {
                case ParseResult.Run(ControllerConfig config, List<String> _) -> {
                    Main.setLevel(config.logging().level());
                    yield make(config, true);
                }
                case ParseResult.Problems problems -> {
                    err.print(problems.text());
                    yield ExitStatus.USAGE;
                }
                case ParseResult.Information(String text) -> {
                    out.print(text);
                    yield ExitStatus.STOPPED;
                }
            };
            worst = worst == ExitStatus.STOPPED ? status : worst;
        }
        return worst;
    }

    private ExitStatus make(ControllerConfig config, boolean base) {
        Optional<String> obstacle = AotObstacle.find(config, variables);
        if (obstacle.isPresent()) {
            err.println("spawning: no AOT cache: " + obstacle.get());
            return ExitStatus.USAGE;
        }
        Optional<Path> caches = config.aot().folder();
        if (caches.isEmpty()) {
            err.println("spawning: this user has no home folder for AOT caches; name a folder with --aot-folder");
            return ExitStatus.USAGE;
        }
        Surroundings surroundings = new Surroundings(config.service(), MonotonicClock.SYSTEM);
        try (StateFolder state = state(config, surroundings);
                Listeners listeners =
                        new Listeners(BACKLOG, Optional.empty(), MonotonicClock.SYSTEM, new Revocable())) {
            make(config, base, state, caches.get(), listeners);
            return ExitStatus.STOPPED;
        } catch (PreparationFailed | TrainingFailed e) {
            err.println("spawning: " + e.getMessage());
            return ExitStatus.NEVER_UP;
        } catch (CannotStartException e) {
            err.println("spawning: " + e.getMessage());
            return e.status();
        } catch (IOException e) {
            err.println("spawning: " + e);
            return ExitStatus.INTERNAL;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the main thread", e);
        }
    }

    /** The application is trained as the user who is going to serve it, to whom the cache belongs. */
    private static StateFolder state(ControllerConfig config, Surroundings surroundings)
            throws CannotStartException, IOException {
        surroundings.becomeUser(config);
        Path base = config.state().orElseGet(surroundings::stateBase);
        Files.createDirectories(base);
        return StateFolder.create(base, config.process().name());
    }

    private void make(ControllerConfig config, boolean base, StateFolder state, Path caches, Listeners listeners)
            throws IOException, PreparationFailed, TrainingFailed, CannotBindException, InterruptedException {
        Installation installation = Installation.ofThisProcess();
        Path folder = state.createGeneration(1);
        ListenerLease lease =
                listeners.open(Bind.all(List.of("unix:" + state.handle().resolve("w"))));
        Generation generation = new Generation(
                1,
                config,
                snapshot(config, installation, state, folder),
                lease,
                folder,
                WorkerErgonomics.flags(1, config),
                Boot.plain());
        generation.settings(installation).write(folder.resolve("settings"));
        AotStore store = new AotStore(caches);
        Boots boots = new Boots(installation, store, variables);
        Training training = base ? boots.baseTraining(generation) : boots.training(generation);
        store.forgive(training.name());
        say(training, training.runInTurn(store), generation, installation);
    }

    private static Snapshot snapshot(ControllerConfig config, Installation installation, StateFolder state, Path folder)
            throws PreparationFailed {
        PreparationRequest request = PreparationRequest.of(
                config,
                folder,
                Optional.empty(),
                installation.contracts(config.code().web()),
                OwnFiles.ofThisProcess(state.path()).all(config));
        return new Preparation(request, installation.preparer()).run();
    }

    private void say(Training training, AotCache cache, Generation generation, Installation installation)
            throws InterruptedException {
        try (Boot warm = new Boot(Optional.empty(), Optional.of(cache), true)) {
            out.printf(
                    Locale.ROOT,
                    "%s%n  %s, %d MB; %s%n",
                    cache.archive(),
                    training.shown(),
                    cache.size() >> 20,
                    worth(new StartTime(installation), generation, generation.with(warm)));
        }
    }

    /** The cache is made whether or not this can be told: an application may miss in an image build what it serves with. */
    private static String worth(StartTime time, Generation without, Generation with) throws InterruptedException {
        try {
            StartTime.Pair start = time.of(without, with);
            return String.format(
                    Locale.ROOT,
                    "a worker is ready after %d ms with it, %d ms without (%.2f)",
                    start.with().toMillis(),
                    start.without().toMillis(),
                    (double) start.with().toNanos() / start.without().toNanos());
        } catch (IOException e) {
            return "what it wins could not be measured: " + e.getMessage();
        }
    }

    /** The variables and the working directory of this process. */
    static WarmCommand ofThisProcess() {
        Map<String, String> env = new HashMap<>(System.getenv());
        return new WarmCommand(
                env,
                spawning.controller.config.WorkingDirectory.logical(
                        env, Path.of("").toAbsolutePath()),
                System.out,
                System.err);
    }
}
