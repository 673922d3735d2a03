// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import spawning.controller.config.ControllerConfig;
import spawning.controller.generation.Snapshot;
import spawning.controller.launch.WorkerCommandLine;
import spawning.controller.listener.ListenerLease;

/**
 * One snapshot of configuration and code, with its right to the listeners.
 *
 * @param number counted from 1
 * @param folder where the snapshot and the workers' settings are
 */
record Generation(int number, ControllerConfig config, Snapshot snapshot, ListenerLease lease, Path folder) {

    /** How a worker of this generation is started. */
    WorkerCommandLine commandLine(Installation installation, int slot) {
        List<Path> classPath = new ArrayList<>(installation.workerJars());
        classPath.addAll(snapshot.classPath());
        return new WorkerCommandLine(
                installation.java(),
                WorkerJvm.options(config.process().jvmOptions()),
                classPath,
                folder,
                number,
                slot,
                config.process().name(),
                lease.all().size(),
                Optional.of(snapshot.workingDirectory()),
                config.process().environment());
    }
}
