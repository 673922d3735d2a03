// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reports of a generation, which any of its workers may have made and any may be asked for pages of.
 *
 * @param generation the folder of the generation
 */
record ReportFolders(Path generation) {
    private static final String NAME = "coverage-report-";

    /** Two are kept: somebody may still be loading the pages of the one before. */
    private static final int KEPT = 2;

    /** A folder to write to, which nobody reads yet. */
    Path begin() throws IOException {
        return Files.createTempDirectory(generation, "coverage-begun-");
    }

    /** Makes it the newest. */
    Path finish(Path begun) throws IOException {
        long last = all().stream().mapToLong(ReportFolders::number).max().orElse(0);
        Path finished = Files.move(begun, generation.resolve(NAME + (last + 1)));
        List<Path> all = all();
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            remove(old);
        }
        return finished;
    }

    Optional<Path> newest() throws IOException {
        List<Path> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** Oldest first. */
    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(generation)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(NAME))
                    .sorted(Comparator.comparingLong(ReportFolders::number))
                    .toList();
        }
    }

    private static long number(Path folder) {
        return Long.parseLong(String.valueOf(folder.getFileName()).substring(NAME.length()));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
