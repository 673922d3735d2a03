// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Spawning from this tree, through its own launcher.
 *
 * @param processes workers
 * @param threads a worker's threads; 0 is green threads
 * @param accessLog whether requests are logged, to a file
 * @param more options
 */
public record Spawning(String name, Path home, int processes, int threads, boolean accessLog, List<String> more)
        implements Contender {
    private static final List<String> HEAP = List.of("-J", "-Xms256m", "-J", "-Xmx256m");

    @Override
    public String settings() {
        return "this tree; bin/spawning " + String.join(" ", options()) + " -l " + (accessLog ? "FILE" : "/dev/null");
    }

    @Override
    public boolean isJvm() {
        return true;
    }

    @Override
    public int servingProcesses() {
        return processes;
    }

    @Override
    public List<String> command(int port, Path scratch) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/spawning").toString());
        command.addAll(options());
        command.addAll(List.of("--state", scratch.toString(), "-p", "" + port));
        command.addAll(List.of("-l", accessLog ? scratch.resolve("access.log").toString() : "/dev/null"));
        command.add(home.resolve("benchmarks/src/applications/Bench.java").toString());
        return command;
    }

    private List<String> options() {
        Stream<String> size = Stream.of("-s", "" + processes, "-t", "" + threads);
        return Stream.of(size, HEAP.stream(), more.stream()).flatMap(s -> s).toList();
    }
}
