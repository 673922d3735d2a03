// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What has to end well before a contender is started: once in a run, for each of its settings. */
final class Preparation {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Set<String> DONE = ConcurrentHashMap.newKeySet();

    private Preparation() {}

    /** A failure is said and does no harm by itself: a contender that cannot do without does not start. */
    static void once(Contender contender, Processes processes, Path scratch) throws IOException, InterruptedException {
        if (!DONE.add(contender.settings())) {
            return;
        }
        for (List<String> command : contender.preparations(scratch)) {
            Path log = scratch.resolve("preparation.log");
            if (!succeeds(command, processes, log)) {
                System.err.println(String.join(" ", command) + " failed: " + Files.readString(log));
            }
        }
    }

    private static boolean succeeds(List<String> command, Processes processes, Path log)
            throws IOException, InterruptedException {
        Process process = processes.start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
        try {
            process.getOutputStream().close();
            return process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } finally {
            processes.stop(process, Duration.ofSeconds(5));
        }
    }
}
