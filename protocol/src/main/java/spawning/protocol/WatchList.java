// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What the reloader watches.
 *
 * @param paths files, and folders with all they hold; absolute, by their logical names: a symbolic link that comes to
 *     point elsewhere is a change. What does not exist is waited for
 * @param patterns absolute globs as {@link java.nio.file.FileSystem#getPathMatcher} understands them:
 *     {@code /srv/shop/conf/*.xml}
 * @param leftOut absolute paths below which changes mean nothing: the state folder, log files
 * @param revisions how the revisions of {@code workingCopies} are found out
 * @param workingCopies folders of which only the revision counts; those that are not under version control are passed over
 * @param since when reading what these paths held was begun: what is newer was perhaps not read, and is a change. Only
 *     for paths that the list before did not have
 */
public record WatchList(
        List<Path> paths,
        List<String> patterns,
        List<Path> leftOut,
        Revisions revisions,
        List<Path> workingCopies,
        Instant since) {
    public WatchList {
        paths = List.copyOf(paths);
        patterns = List.copyOf(patterns);
        leftOut = List.copyOf(leftOut);
        workingCopies = List.copyOf(workingCopies);
    }

    /** Which version control says what a working copy holds. */
    public enum Revisions {
        NONE,
        GIT,
        SVN
    }

    /** Writes it to a file, which is there only when it is complete. */
    public void write(Path file) throws IOException {
        PropertyFile.empty()
                .put("path", texts(paths))
                .put("pattern", patterns)
                .put("left-out", texts(leftOut))
                .put("revisions", revisions.name().toLowerCase(Locale.ROOT))
                .put("working-copy", texts(workingCopies))
                .put("since", since.toString())
                .write(file);
    }

    /**
     * Reads it from a file.
     *
     * @throws IOException there is none, or it is not complete
     */
    public static WatchList read(Path file) throws IOException {
        PropertyFile list = PropertyFile.read(file);
        return new WatchList(
                paths(list.list("path")),
                list.list("pattern"),
                paths(list.list("left-out")),
                Revisions.valueOf(list.text("revisions").toUpperCase(Locale.ROOT)),
                paths(list.list("working-copy")),
                Instant.parse(list.text("since")));
    }

    private static List<String> texts(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
    }

    private static List<Path> paths(List<String> texts) {
        return texts.stream().map(Path::of).toList();
    }
}
