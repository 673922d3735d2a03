// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.idle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How many do nothing, how many wait, and how fast the others ask.
 *
 * @param idle keep-alive connections that have been answered once
 * @param polls requests that wait in the application
 * @param rate requests per second of the others
 * @param measured how long they are measured in each phase
 */
public record IdlePlan(int idle, int polls, int rate, Duration measured) {
    private static final int OTHER_DESCRIPTORS = 300;

    public IdlePlan {
        if (idle < 1 || polls < 1 || rate < 1) {
            throw new IllegalArgumentException("idle, polls and rate are 1 or more");
        }
    }

    /** Fails where this process (and so the worker, which inherits the limit) may not open enough sockets. */
    public void requireDescriptors() throws IOException {
        String limit = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split("\\s+")[3])
                .findFirst()
                .orElse("unlimited");
        int needed = idle + polls + OTHER_DESCRIPTORS;
        if (limit.matches("\\d+") && Integer.parseInt(limit) < needed) {
            throw new IOException(
                    "%d descriptors are needed, and ulimit -n is %s; raise it, or give smaller --idle, --polls"
                            .formatted(needed, limit));
        }
    }
}
