// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.aot.Boot;
import spawning.controller.aot.BootFrom;
import spawning.controller.config.ControllerConfig;
import spawning.controller.generation.Snapshot;
import spawning.controller.launch.WorkerCommandLine;
import spawning.controller.listener.ListenerLease;
import spawning.protocol.WorkerSettings;

/**
 * One snapshot of configuration and code, with its right to the listeners.
 *
 * @param number counted from 1; negative, counted from -1, for those of trials
 * @param folder where the snapshot and the workers' settings are
 * @param reckoned flags of its workers' JVMs: heap, collector and threads
 * @param boot from what they boot
 */
record Generation(
        int number,
        ControllerConfig config,
        Snapshot snapshot,
        ListenerLease lease,
        Path folder,
        List<String> reckoned,
        Boot boot) {
    private static final Logger log = LoggerFactory.getLogger(Generation.class);

    /** Whether it only shows whether it comes up. */
    boolean onTrial() {
        return isTrial(number);
    }

    /** Whether this is the number of a generation that only shows whether it comes up. */
    static boolean isTrial(int number) {
        return number < 0;
    }

    /** Of a release that was removed since, only the snapshot is left: better there than not at all. */
    Path workingDirectory() {
        if (Files.isDirectory(snapshot.workingDirectory())) {
            return snapshot.workingDirectory();
        }
        log.warn("the working directory {} is gone; starting a worker in {}", snapshot.workingDirectory(), folder);
        return folder;
    }

    /** Options that only such workers need. */
    static List<String> kind(ControllerConfig config, Installation installation) {
        boolean web = config.code().web();
        List<String> options = new ArrayList<>();
        options.add(
                WorkerJvm.libraryPath(installation.worker(), config.process().environment()));
        if (web) {
            options.addAll(WorkerJvm.WEB);
        } else if (config.http().threads() == 0) {
            options.addAll(WorkerJvm.GREEN_THREADS);
        }
        if (config.insight().coverage()) {
            options.add(WorkerJvm.coverage(installation.coverage(), web));
        }
        return options;
    }

    /** The same, booting in another way. */
    Generation with(Boot other) {
        return new Generation(number, config, snapshot, lease, folder, reckoned, other);
    }

    /** What its workers are told. */
    WorkerSettings settings(Installation installation) {
        List<WorkerSettings.Listener> shown = lease.all().stream()
                .map(listener -> new WorkerSettings.Listener(listener.kind(), listener.address()))
                .toList();
        return config.workerSettings(
                number, snapshot.application(), snapshot.classPath(), installation.coverage(), shown);
    }

    /** Options of a worker's JVM, in which the slot is not filled in. */
    List<String> jvmOptions(Installation installation, Path crashes, OptionalInt debugPort) {
        return WorkerJvm.options(
                kind(config, installation),
                reckoned,
                config.process().jvmOptions(),
                crashes,
                config.evidence().kind(),
                debugPort);
    }

    /**
     * How a worker of this generation is started.
     *
     * @param from what {@link #boot} says now
     * @param debugPort where a debugger may attach to it; empty: nowhere
     */
    WorkerCommandLine commandLine(Installation installation, int slot, BootFrom from, OptionalInt debugPort) {
        boolean web = config.code().web();
        List<Path> classPath = new ArrayList<>(web ? installation.webWorkerJars() : installation.workerJars());
        if (!web) {
            classPath.addAll(snapshot.classPath()); // a web application has a class loader of its own
        }
        List<String> options = new ArrayList<>(jvmOptions(installation, folder, debugPort));
        options.addAll(from.options());
        return new WorkerCommandLine(
                installation.java(),
                options,
                from.classPath(classPath),
                folder,
                number,
                slot,
                config.process().name(),
                lease.all().size(),
                Optional.of(workingDirectory()),
                config.process().environment(),
                config.logging().traceBoot() ? OptionalLong.of(System.nanoTime()) : OptionalLong.empty());
    }
}
