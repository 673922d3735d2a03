// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.nio.file.Path;
import java.util.List;

/**
 * How the preparer is started.
 *
 * @param java the program
 * @param classPath of the controller
 */
public record PreparerCommandLine(Path java, String classPath) {
    /** With all jars in a folder. */
    public static PreparerCommandLine of(Path java, Path libraries) {
        return new PreparerCommandLine(java, libraries + "/*");
    }

    /**
     * The arguments, the program first. It lives for a second, of which compiling with the second compiler, helper
     * threads of a collector and performance counters would only take from.
     */
    List<String> arguments(Path folder) {
        return arguments(folder.toString());
    }

    /** The arguments of one that stays. */
    List<String> staying() {
        return arguments(PreparerMain.STAY);
    }

    private List<String> arguments(String last) {
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
                classPath,
                PreparerMain.class.getName(),
                last);
    }
}
