// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Puma from the system's packages, with so many workers of five threads, which is its default. It does not preload, so that
 * SIGUSR1 replaces the workers one after the other.
 */
public record Puma(Path home, int workers) implements Contender {
    @Override
    public String name() {
        return "puma";
    }

    @Override
    public String settings() {
        return version().orElse("puma") + "; -w " + workers + " -t 5:5, no access log";
    }

    @Override
    public Optional<String> missing() {
        return version().isPresent() ? Optional.empty() : Optional.of("no puma: apt-get install puma");
    }

    @Override
    public boolean isJvm() {
        return false;
    }

    @Override
    public int servingProcesses() {
        return workers;
    }

    @Override
    public List<String> command(int port, Path scratch) {
        return List.of(
                "puma",
                "-w" + workers,
                "-t5:5",
                "--no-config",
                "-b",
                "tcp://127.0.0.1:" + port + "?backlog=2048",
                home.resolve("benchmarks/src/applications/bench.ru").toString());
    }

    private static Optional<String> version() {
        return Tool.output("puma", "--version").map(text -> text + ", " + ruby());
    }

    private static String ruby() {
        return Tool.output("ruby", "-e", "print 'Ruby ' + RUBY_VERSION").orElse("Ruby");
    }
}
