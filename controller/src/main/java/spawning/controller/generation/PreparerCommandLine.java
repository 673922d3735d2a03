// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.nio.file.Path;
import java.util.List;

/**
 * How the preparer is started.
 *
 * @param java the program
 * @param libraries the folder of the controller's jars
 */
public record PreparerCommandLine(Path java, Path libraries) {
    /** Of the JVM that runs this process. */
    public static PreparerCommandLine ofThisJvm(Path libraries) {
        return new PreparerCommandLine(Path.of(System.getProperty("java.home"), "bin", "java"), libraries);
    }

    /**
     * The arguments, the program first. It lives for a second, of which compiling with the second compiler, helper
     * threads of a collector and performance counters would only take from.
     */
    List<String> arguments(Path folder) {
        return List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xmx512m",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                libraries + "/*",
                PreparerMain.class.getName(),
                folder.toString());
    }
}
