// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import spawning.protocol.FileStamp;

/** Something on the class path that a snapshot holds a copy of. */
sealed interface Origin {
    /** Where it is, without symbolic links. */
    Path path();

    /**
     * The stamps of all its files, by their names within it.
     *
     * @throws IOException it, or something in it, cannot be read
     */
    SortedMap<String, FileStamp> stamps() throws IOException;

    /**
     * A single file: a jar, or a source file.
     *
     * @param named its path as it was named, absolute, from which the JVM resolves the entries of its Class-Path
     */
    record File(Path path, Path named) implements Origin {
        @Override
        public SortedMap<String, FileStamp> stamps() throws IOException {
            return new TreeMap<>(Map.of("", FileStamp.of(path)));
        }
    }

    /**
     * A folder of classes and other files.
     *
     * @param leaveOut paths below it that do not belong to the code; a folder with all it holds
     */
    record Folder(Path path, Predicate<Path> leaveOut) implements Origin {
        @Override
        public SortedMap<String, FileStamp> stamps() throws IOException {
            SortedMap<String, FileStamp> stamps = new TreeMap<>();
            Files.walkFileTree(path, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Lister(stamps));
            return stamps;
        }

        /** Follows symbolic links, as class loading does; passes over pipes and devices, which reading would block. */
        private final class Lister extends SimpleFileVisitor<Path> {
            private final SortedMap<String, FileStamp> stamps;

            Lister(SortedMap<String, FileStamp> stamps) {
                this.stamps = stamps;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return leaveOut.test(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !leaveOut.test(file)) {
                    stamps.put(path.relativize(file).toString(), FileStamp.of(file));
                }
                return FileVisitResult.CONTINUE;
            }
        }
    }
}
