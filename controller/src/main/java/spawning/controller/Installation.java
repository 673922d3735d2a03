// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import spawning.controller.generation.PreparerCommandLine;

/**
 * Where the parts of Spawning itself are.
 *
 * @param java the executable that this controller runs on, and its children too
 * @param controller the folder of the controller's and the preparer's jars
 * @param worker the folder of the worker's jars
 * @param servlet the folder of the jars that only workers of web applications need
 * @param reloader the folder of the reloader's jars
 * @param coverage the folder of JaCoCo, for workers that it measures
 * @param caches of the controller's own helpers
 */
record Installation(
        Path java, Path controller, Path worker, Path servlet, Path reloader, Path coverage, AotCaches caches) {

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
        return new Installation(
                java,
                folder.resolve("controller"),
                folder.resolve("worker"),
                folder.resolve("servlet"),
                folder.resolve("reloader"),
                folder.resolve("coverage"),
                AotCaches.of(folder, System.getenv()));
    }

    /** How this installation's preparer is started. */
    PreparerCommandLine preparer() {
        return PreparerCommandLine.of(java, controller, caches.options("preparer", controller));
    }

    /** The folder of all of Spawning. */
    Path home() {
        return Path.of(System.getProperty("spawning.home", controller.toString()));
    }

    /** The contract's jar, which source files are compiled against. */
    Path contract() {
        return worker.resolve("spawning-wsgi.jar");
    }

    /**
     * What sources are compiled against beside the class path of the application.
     *
     * @param web whether they are those of a web application, which has the interfaces of jakarta.servlet and its kin
     * @throws UncheckedIOException the folder cannot be read
     */
    List<Path> contracts(boolean web) {
        return web
                ? webWorkerJars().stream()
                        .filter(jar -> jar.equals(contract())
                                || String.valueOf(jar.getFileName()).startsWith("jakarta."))
                        .toList()
                : List.of(contract());
    }

    /** What stands before the application on a worker's class path. */
    List<Path> workerJars() {
        return List.of(worker.resolve("spawning-server.jar"), contract());
    }

    /**
     * The class path of a worker of a web application, in the order of the jars' names.
     *
     * @throws UncheckedIOException the folder cannot be read
     */
    List<Path> webWorkerJars() {
        try (Stream<Path> jars = Files.list(servlet)) {
            Stream<Path> sorted =
                    jars.filter(jar -> jar.toString().endsWith(".jar")).sorted();
            return Stream.concat(workerJars().stream(), sorted).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the libraries for servlets in " + servlet + " cannot be listed", e);
        }
    }
}
