// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A WAR file, or a folder with what such a file would hold.
 *
 * @param archive as named, absolute
 */
record WarContent(Path archive) {
    /**
     * Copies all of it into a folder that is empty.
     *
     * @throws PreparationFailed it is no WAR, or a broken one; the folder may hold some of it
     */
    void copyTo(Path target) throws PreparationFailed, IOException {
        if (Files.isDirectory(archive)) {
            copyFolder(target);
        } else {
            new WarFile(archive).explode(target);
        }
    }

    /** The folder itself may be a link, as deployments have it; a link that leads out of it may show anybody anything. */
    private void copyFolder(Path target) throws PreparationFailed, IOException {
        Path real = archive.toRealPath();
        try (var files = Files.walk(real, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) files::iterator) { // as they come: a link may lead into a circle
                if (Files.isSymbolicLink(file) && Files.exists(file)) {
                    mustStayWithin(real, file);
                }
                Path copy = target.resolve(real.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (Files.isRegularFile(file)) { // reading a pipe would block
                    var _ = Files.copy(file, copy);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void mustStayWithin(Path root, Path link) throws PreparationFailed, IOException {
        Path end = link.toRealPath();
        if (!end.equals(root) && !end.startsWith(root)) {
            throw new PreparationFailed(link + " is a symbolic link that leads out of the web application, to " + end
                    + "; put the file or folder itself there");
        }
    }
}
