// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that a JVM wrote to the folder of its generation at its bad end; they have its pid in their names. */
final class Leftovers {
    private static final String HEAP_DUMP = ".hprof";

    /** worker-N.args, where N is a slot: what a worker is started with. */
    private static final String ARGUMENTS = ".args";

    private Leftovers() {}

    /** hs_err-N.log, java_pidN.hprof, hs_err_pidN.jfr. None where the folder is gone. */
    static List<Path> of(Subject subject) throws IOException {
        if (!Files.isDirectory(subject.generationFolder())) {
            return List.of();
        }
        String name = "(.*\\D)?" + subject.pid() + "(\\..*)?";
        try (Stream<Path> all = Files.list(subject.generationFolder())) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.getFileName().toString().matches(name))
                    .filter(path -> !path.toString().endsWith(ARGUMENTS))
                    .toList();
        }
    }

    /** What it wrote at an OutOfMemoryError, if it was to. */
    static List<Path> heapDumps(Subject subject) throws IOException {
        return of(subject).stream()
                .filter(file -> file.toString().endsWith(HEAP_DUMP))
                .toList();
    }

    /** The empty file by which the JVM told its worker of an OutOfMemoryError. */
    static void removeMark(Subject subject) throws IOException {
        Files.deleteIfExists(subject.generationFolder().resolve("oom-" + subject.pid()));
    }
}
