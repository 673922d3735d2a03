// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A worker's own folder for uploads, compiled pages and the like, below that of its generation. It goes with the worker,
 * or, when that was killed, with the generation.
 *
 * @param path exists
 */
record WorkFolder(Path path) {
    /** Makes one. */
    static WorkFolder in(Path generation) throws IOException {
        return new WorkFolder(Files.createTempDirectory(generation, "work-"));
    }

    /** A new folder in it. */
    Path make(String name) throws IOException {
        return Files.createDirectory(path.resolve(name));
    }

    /** Removes it with all it holds. */
    void remove() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
