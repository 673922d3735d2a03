// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;

/** The files of one run: {@code results/<date>-<name>.md} and its like. A later run of the same day and name replaces them. */
public record ResultFiles(Path folder, String stem) {
    public static ResultFiles of(Path home, String name) {
        return new ResultFiles(home.resolve("benchmarks/results"), LocalDate.now(ZoneId.systemDefault()) + "-" + name);
    }

    public Path write(String ending, String content) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(stem + "." + ending), content);
    }
}
