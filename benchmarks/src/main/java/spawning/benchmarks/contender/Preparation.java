// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that has to end well before something else is started. */
final class Preparation {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Preparation() {}

    static void run(List<String> command, Processes processes, Path log) throws IOException, InterruptedException {
        Process process = processes.start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(String.join(" ", command) + " did not end within " + LIMIT.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": exit code " + process.exitValue() + ": "
                        + Files.readString(log));
            }
        } finally {
            processes.stop(process, Duration.ofSeconds(5));
        }
    }
}
