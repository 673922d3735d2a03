// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import spawning.controller.posix.FileTree;

/** How the jars of a snapshot come to be: linked, copied, or packed. */
final class JarCopy {
    private JarCopy() {}

    /** The previous generation's copy of an origin that has not changed since. */
    static Optional<Snapshot.Jar> known(Optional<Snapshot> previous, Sighting seen) {
        String stamp = seen.digest();
        return previous.stream()
                .flatMap(snapshot -> snapshot.jars().stream())
                .filter(jar -> !stamp.isEmpty() && jar.stamp().equals(stamp))
                .filter(jar -> jar.origin().equals(seen.origin().path()) && Files.isRegularFile(jar.path()))
                .findFirst();
    }

    /** Takes over a copy: nobody changes copies, so a second name for the same file is enough, and costs nothing. */
    static Snapshot.Jar link(Snapshot.Jar known, Path target) throws IOException {
        try {
            Files.createLink(target, known.path());
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system, or too many links: then a real copy. If that fails too, it says why.
            Files.copy(known.path(), target);
        }
        return new Snapshot.Jar(target, known.sha256(), known.origin(), known.stamp());
    }

    /**
     * Copies a jar (sharing blocks where the file system can: the JDK uses copy_file_range), or packs a folder.
     *
     * @throws PreparationFailed the jar is not whole
     * @throws ChangedMeanwhile what was seen is gone or another
     */
    static Snapshot.Jar make(Sighting seen, Path target, Consumer<String> warnings)
            throws PreparationFailed, ChangedMeanwhile, IOException {
        try {
            switch (seen.origin()) {
                case Origin.Folder folder ->
                    FolderJar.write(folder.path(), seen.stamps().keySet(), target);
                case Origin.File file -> {
                    Files.copy(file.path(), target);
                    new Archive(target).check(file.named());
                    new Archive(target).takeOutAbsoluteClassPath(file.named(), warnings);
                }
            }
        } catch (NoSuchFileException e) {
            throw new ChangedMeanwhile(e.getFile(), e);
        } catch (ZipException e) {
            throw new ChangedMeanwhile(seen.origin().path().toString(), e);
        }
        return new Snapshot.Jar(target, Digest.of(target), seen.origin().path(), seen.digest());
    }

    /** Packs what the compiler wrote, and removes it. */
    static Snapshot.Jar compiled(Path classes, Path target, Path source) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (var files = Files.walk(classes)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(classes.relativize(file).toString()));
        }
        FolderJar.write(classes, names, target);
        FileTree.remove(classes);
        return new Snapshot.Jar(target, Digest.of(target), source, "");
    }
}
