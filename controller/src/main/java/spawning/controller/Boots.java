// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.aot.AotCache;
import spawning.controller.aot.AotMode;
import spawning.controller.aot.AotName;
import spawning.controller.aot.AotObstacle;
import spawning.controller.aot.AotStore;
import spawning.controller.aot.Boot;
import spawning.controller.aot.JarDigests;
import spawning.controller.aot.Machine;
import spawning.controller.aot.Training;
import spawning.controller.aot.TrainingFailed;
import spawning.controller.aot.TrainingOptions;
import spawning.controller.config.ControllerConfig;
import spawning.controller.generation.Digest;
import spawning.controller.generation.PreparationFailed;
import spawning.controller.generation.Snapshot;
import spawning.protocol.WorkerSettings;

/** Finds out for each generation from what its workers boot. Used by one thread. */
final class Boots {
    private static final Logger log = LoggerFactory.getLogger(Boots.class);
    private static final List<String> JVM_VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private final Installation installation;
    private final AotStore store;
    private final Map<String, String> variables;
    private final JarDigests digests = new JarDigests();
    private String obstacleSaid = "";

    /**
     * @param store of caches
     * @param variables of this process
     */
    Boots(Installation installation, AotStore store, Map<String, String> variables) {
        this.installation = installation;
        this.store = store;
        this.variables = variables;
    }

    /** Begins to read what will be needed, on a thread of its own. */
    void foresee(ControllerConfig config) {
        if (config.aot().mode() != AotMode.OFF) {
            digests.foresee(serverJars(config));
        }
    }

    /**
     * How workers of a generation boot.
     *
     * @throws PreparationFailed a cache is required, and none can be had
     */
    Boot of(Generation generation) throws PreparationFailed, InterruptedException {
        ControllerConfig config = generation.config();
        AotMode mode = config.aot().mode();
        if (mode == AotMode.OFF) {
            return Boot.plain();
        }
        Optional<String> obstacle = AotObstacle.find(config, variables);
        if (obstacle.isPresent()) {
            if (mode == AotMode.REQUIRE) {
                throw new PreparationFailed("--aot=require, but no AOT cache can be had: " + obstacle.get());
            }
            sayOnce(obstacle.get());
            return Boot.plain();
        }
        try {
            return found(generation, mode);
        } catch (IOException | UncheckedIOException e) {
            if (mode == AotMode.REQUIRE) {
                throw new PreparationFailed("--aot=require, but no AOT cache can be had: " + e, e);
            }
            log.warn("no AOT cache, workers boot without one: {}", e.toString());
            return Boot.plain();
        }
    }

    private void sayOnce(String obstacle) {
        if (!obstacle.equals(obstacleSaid)) {
            obstacleSaid = obstacle;
            log.info("no AOT cache: {}", obstacle);
        }
    }

    private Boot found(Generation generation, AotMode mode)
            throws IOException, PreparationFailed, InterruptedException {
        Training training = training(generation);
        Optional<AotCache> own = store.find(training.name());
        if (own.isPresent()) {
            log.debug("generation {} boots from the AOT cache {}", generation.number(), own.get());
            return mode == AotMode.REQUIRE ? new Boot(Optional.empty(), own, true) : Boot.own(training, own.get());
        }
        if (mode == AotMode.REQUIRE) {
            return new Boot(Optional.empty(), Optional.of(trained(training)), true);
        }
        Optional<AotCache> base = store.find(baseName(generation.config(), generation.reckoned()));
        log.debug(
                "generation {} boots {}; its own AOT cache would be {}",
                generation.number(),
                base.map(cache -> "from the server's AOT cache " + cache).orElse("without an AOT cache"),
                training.name());
        return new Boot(Optional.of(training), base, false);
    }

    private AotCache trained(Training training) throws PreparationFailed, InterruptedException {
        log.info("training the AOT cache of {}, for --aot=require", training.shown());
        try {
            return training.runInTurn(store);
        } catch (TrainingFailed e) {
            throw new PreparationFailed("--aot=require, but no AOT cache can be had: " + e.getMessage(), e);
        }
    }

    /** The name of the cache of the server alone, which serves any application until it has its own. */
    String baseName(ControllerConfig config, List<String> reckoned) throws IOException {
        return name(config, reckoned, named(jars(serverJars(config))), List.of());
    }

    private String name(
            ControllerConfig config, List<String> reckoned, List<AotName.Jar> jars, List<String> application)
            throws IOException {
        List<String> users = new ArrayList<>(config.process().jvmOptions());
        for (String variable : JVM_VARIABLES) {
            String text = config.process().environment().getOrDefault(variable, variables.getOrDefault(variable, ""));
            if (!text.isEmpty()) {
                users.add(variable + "=" + text);
            }
        }
        List<String> ours = WorkerJvm.options(
                Generation.kind(config, installation),
                reckoned,
                List.of(),
                Path.of("/"),
                config.evidence().kind(),
                OptionalInt.empty());
        return AotName.of(machine(), ours, users, jars, application);
    }

    /** Read each time: a JDK may be replaced in its place while we run. */
    private Machine machine() throws IOException {
        return Machine.read(installation.java().resolve("../..").normalize());
    }

    private List<Path> serverJars(ControllerConfig config) {
        return config.code().web() ? installation.webWorkerJars() : installation.workerJars();
    }

    private List<Training.Source> jars(List<Path> paths) throws IOException {
        List<Training.Source> jars = new ArrayList<>();
        for (Path path : paths) {
            jars.add(new Training.Source(path, digests.of(path)));
        }
        return jars;
    }

    private static List<AotName.Jar> named(List<Training.Source> jars) {
        return jars.stream()
                .map(jar -> new AotName.Jar(String.valueOf(jar.path().getFileName()), jar.sha256()))
                .toList();
    }

    /** How the cache of the server alone is made; the application of the generation is one of ours. */
    Training baseTraining(Generation generation) throws IOException {
        return training(
                generation,
                baseName(generation.config(), generation.reckoned()),
                jars(serverJars(generation.config())));
    }

    /** How the cache of an application is made. */
    Training training(Generation generation) throws IOException {
        ControllerConfig config = generation.config();
        Snapshot snapshot = generation.snapshot();
        boolean web = config.code().web();
        List<Training.Source> jars = new ArrayList<>(jars(serverJars(config)));
        List<String> application = new ArrayList<>(
                List.of(config.code().factory(), config.code().application().text()));
        application.addAll(config.code().middlewares());
        for (Snapshot.Jar jar : snapshot.jars()) {
            if (web) {
                application.add(jar.path().getFileName() + " " + jar.sha256());
            } else {
                jars.add(new Training.Source(jar.path(), jar.sha256()));
            }
        }
        if (snapshot.application().startsWith("/")) {
            application.add(listing(Path.of(snapshot.application())));
        }
        return training(generation, name(config, generation.reckoned(), named(jars), application), jars);
    }

    private Training training(Generation generation, String name, List<Training.Source> jars) {
        ControllerConfig config = generation.config();
        WorkerSettings settings = generation.settings(installation);
        Path scratch = generation.folder().resolve("t");
        List<WorkerSettings> rehearsals = new ArrayList<>();
        if (!config.code().web() && !settings.builtIn()) {
            rehearsals.add(settings.ofTraining(scratch.resolve("1"), true));
        }
        rehearsals.add(settings.ofTraining(scratch.resolve("" + (rehearsals.size() + 1)), false));
        return new Training(
                name,
                config.process().name(),
                installation.java(),
                TrainingOptions.of(
                        generation.jvmOptions(installation, scratch, OptionalInt.empty()), generation.number()),
                jars,
                rehearsals,
                scratch,
                generation.workingDirectory(),
                config.process().environment(),
                Training.LIMIT);
    }

    /**
     * The files of an unpacked WAR file and their sizes: enough to tell applications apart, for of classes that it loads
     * itself the JVM compares the bytes.
     */
    private static String listing(Path folder) throws IOException {
        Digest digest = new Digest();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : new TreeSet<>(files.filter(Files::isRegularFile).toList())) {
                digest.update((folder.relativize(file) + " " + Files.size(file) + "\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return digest.hex();
    }
}
