// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the parts of Spawning itself are.
 *
 * @param java the executable that this controller runs on, and its children too
 * @param controller the folder of the controller's and the preparer's jars
 * @param worker the folder of the worker's jars
 */
record Installation(Path java, Path controller, Path worker) {

    /**
     * As {@code bin/spawning} tells by the property {@code spawning.lib}.
     *
     * @throws IllegalStateException it was not started by that
     */
    static Installation ofThisProcess() {
        String lib = System.getProperty("spawning.lib");
        if (lib == null) {
            throw new IllegalStateException(
                    "the property spawning.lib is not set; start the controller with bin/spawning");
        }
        Path folder = Path.of(lib);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new Installation(java, folder.resolve("controller"), folder.resolve("worker"));
    }

    /** The contract's jar, which source files are compiled against. */
    Path contract() {
        return worker.resolve("spawning-wsgi.jar");
    }

    /** What stands before the application on a worker's class path. */
    List<Path> workerJars() {
        return List.of(worker.resolve("spawning-server.jar"), contract());
    }
}
