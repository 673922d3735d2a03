// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import java.nio.file.Path;
import java.util.List;

/**
 * How the reloader is started.
 *
 * @param java the executable
 * @param libraries the folder of its jars
 * @param name of the instance, shown in the process title
 */
public record ReloaderCommandLine(Path java, Path libraries, String name) {
    private static final String MAIN = "spawning.reloader.ReloaderMain";

    /** The arguments from argv[0], the process title, on. It is idle most of its life, and small. */
    List<String> argv() {
        return List.of(
                "spawning: reloader (" + name + ")",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xms4m",
                "-Xmx48m",
                "-Xss512k",
                "-Xlog:disable",
                "-Xlog:all=warning:stderr:uptime,level,tags",
                "-cp",
                libraries + "/*",
                MAIN,
                "--controller");
    }
}
