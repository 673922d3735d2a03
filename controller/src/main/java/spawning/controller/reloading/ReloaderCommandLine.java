// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the reloader is started.
 *
 * @param java the executable
 * @param libraries the folder of its jars
 * @param name of the instance, shown in the process title
 * @param cache the options of the JVM with which it starts from an AOT cache; may be none
 */
public record ReloaderCommandLine(Path java, Path libraries, String name, List<String> cache) {
    private static final String MAIN = "spawning.reloader.ReloaderMain";

    public ReloaderCommandLine {
        cache = List.copyOf(cache);
    }

    /** The arguments from argv[0], the process title, on. It is idle most of its life, and small. */
    List<String> argv() {
        List<String> arguments = new ArrayList<>(List.of(
                "spawning: reloader (" + name + ")",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xms4m",
                "-Xmx48m",
                "-Xss512k",
                "-Xlog:disable",
                "-Xlog:all=warning,aot*=off,cds*=off:stderr:uptime,level,tags"));
        arguments.addAll(cache);
        arguments.addAll(List.of("-cp", libraries + "/*", MAIN, "--controller"));
        return List.copyOf(arguments);
    }
}
