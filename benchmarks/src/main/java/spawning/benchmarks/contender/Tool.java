// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A short-lived command, asked for what it prints: versions and the like. */
public final class Tool {
    private Tool() {}

    /** What it has printed on both streams; empty when it is not there or fails. */
    public static Optional<String> output(String... command) {
        return run(true, command);
    }

    /** As {@link #output}, but the exit code does not count: wrk -v ends with 1. */
    public static Optional<String> outputWhateverTheExitCode(String... command) {
        return run(false, command);
    }

    private static Optional<String> run(boolean exitCodeCounts, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            return ended && (process.exitValue() == 0 || !exitCodeCounts) ? Optional.of(output) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
