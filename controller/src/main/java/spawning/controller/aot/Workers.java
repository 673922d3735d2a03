// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processes of this machine that run from a cache although the controller that held it is dead. */
final class Workers {
    private Workers() {}

    /** Whether one has the folder in its command line. */
    static boolean runFrom(Path folder) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> commandLine(process).contains(folder + "/"));
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended, or is somebody else's
        }
    }
}
