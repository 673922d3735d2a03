// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of a {@link Demand}.
 *
 * @param threads the stacks; of a worker that does not answer, what the kernel knows of its threads
 * @param files the heap dump or the recording
 * @param folder where all of it is
 * @param lack why that is not what was asked for; empty if it is
 */
public record Taken(String threads, List<Path> files, Path folder, String lack) {
    public Taken {
        files = List.copyOf(files);
    }
}
