// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import spawning.benchmarks.contender.Processes;

/** The processes and files of a run; all are gone when it is closed, and when the run is interrupted. */
final class Stage implements AutoCloseable {
    private final Processes processes = new Processes();
    private final Path scratch = Files.createTempDirectory("spawning-bench");
    private final Thread hook = new Thread(this::clear, "clear the stage");

    Stage() throws IOException {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Processes processes() {
        return processes;
    }

    Path scratch() {
        return scratch;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) { // interrupted: the hook runs already
            return;
        }
        clear();
    }

    private synchronized void clear() {
        processes.close();
        try (Stream<Path> files = Files.walk(scratch)) {
            files.sorted(Comparator.reverseOrder()).forEach(Stage::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + scratch, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
