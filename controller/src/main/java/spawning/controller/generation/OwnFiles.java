// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import spawning.controller.config.ControllerConfig;
import spawning.protocol.SessionStore;

/**
 * Files and folders that a server writes to itself. They may lie in a folder that belongs to the code, often the working
 * directory; there they are neither copied nor is their change one of the code.
 *
 * @param state the folder of all generations
 * @param outputs files that stdout and stderr go to
 */
public record OwnFiles(Path state, List<Path> outputs) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** With those to which the shell has directed stdout and stderr of this process. */
    public static OwnFiles ofThisProcess(Path state) {
        List<Path> outputs = new ArrayList<>();
        for (String descriptor : List.of("1", "2")) {
            try {
                Path file = Files.readSymbolicLink(DESCRIPTORS.resolve(descriptor));
                if (file.isAbsolute() && Files.isRegularFile(file)) {
                    outputs.add(file);
                }
            } catch (IOException e) {
                // closed: nothing is written there
            }
        }
        return new OwnFiles(state, outputs);
    }

    /** All of them; those that exist by their names without symbolic links, too. */
    public List<Path> all(ControllerConfig config) {
        List<Path> named = new ArrayList<>(outputs);
        named.add(state);
        Path accessLog = Path.of(config.logging().accessLog());
        if (accessLog.isAbsolute()) {
            named.add(accessLog);
        }
        named.add(config.evidence().folder());
        if (config.sessions().store() instanceof SessionStore.Folder(Path path)) {
            named.add(path);
        }
        Set<Path> all = new LinkedHashSet<>();
        for (Path path : named) {
            all.add(path.normalize());
            all.add(real(path));
        }
        return List.copyOf(all);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.normalize(); // it will be made
        }
    }
}
