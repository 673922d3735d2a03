// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.nio.file.Path;
import spawning.controller.launch.LaunchedWorker;

/**
 * A worker that evidence is collected of.
 *
 * @param number of its spawning
 * @param generationFolder where its JVM writes when it crashes
 */
public record Subject(long number, int slot, int generation, LaunchedWorker process, Path generationFolder) {
    int pid() {
        return process.pid();
    }
}
