// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the preparer is started.
 *
 * @param java the program
 * @param classPath of the controller
 * @param cache the options of the JVM with which it starts from an AOT cache; may be none
 */
public record PreparerCommandLine(Path java, String classPath, List<String> cache) {
    public PreparerCommandLine {
        cache = List.copyOf(cache);
    }

    /** With all jars in a folder. */
    public static PreparerCommandLine of(Path java, Path libraries, List<String> cache) {
        return new PreparerCommandLine(java, libraries + "/*", cache);
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
        List<String> arguments = new ArrayList<>(List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Xlog:all=warning,aot*=off,cds*=off:stderr:uptime,level,tags",
                "-Xmx512m",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8"));
        arguments.addAll(cache);
        arguments.addAll(List.of("-cp", classPath, PreparerMain.class.getName(), last));
        return List.copyOf(arguments);
    }
}
