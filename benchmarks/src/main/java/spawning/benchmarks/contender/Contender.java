// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import spawning.benchmarks.Workload;

/**
 * A server that is measured: how it is started, and what the report says about it. {@link Instance} starts it, waits
 * until it answers, and ends it.
 */
public interface Contender {
    /** Short, for tables and the command line: {@code spawning-t4}. */
    String name();

    /** Version, and the flags that matter, for the report. */
    String settings();

    /** What has to be installed before it can be started; empty when nothing is missing. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    default boolean offers(Workload workload) {
        return true;
    }

    /** A path that it answers without an error, as soon as it runs. */
    default String probe() {
        return Workload.HELLO.path();
    }

    /** Whether it gets a warm-up, and answers {@code /allocated} with its pid and the bytes it has allocated so far. */
    boolean isJvm();

    /** How many of its processes answer requests. */
    int servingProcesses();

    /**
     * Commands that have to end well before each start, and whose time does not count.
     *
     * @param scratch the folder of the instance
     */
    default List<List<String>> preparations(Path scratch) throws IOException {
        return List.of();
    }

    /**
     * The command that serves the workloads on 127.0.0.1 in the foreground and leaves at SIGTERM.
     *
     * @param scratch an empty folder of this instance
     */
    List<String> command(int port, Path scratch) throws IOException;
}
