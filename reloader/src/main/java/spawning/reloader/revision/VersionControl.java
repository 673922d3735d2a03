// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One kind of version control. */
sealed interface VersionControl permits Git, Subversion {
    /** How people and messages call it. */
    String name();

    /** What lies in the top folder of each working copy. */
    String marker();

    /**
     * Asks for the revisions of the working copy in which a folder lies, and of those within it.
     *
     * @throws Trouble they cannot be known now
     */
    WorkingCopies read(Path folder) throws Trouble, InterruptedException;

    /** Which of the files of {@link WorkingCopies} change only when the revision does. */
    boolean provesAMove(Path file);

    /** Files and folders that are there while an operation is at work that changes the working copy. */
    List<Path> underWay(Path folder);

    /** The nearest folder upwards with the marker: decided by what is there, since no exit code tells it from a failure. */
    default @Nullable Path top(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(marker()), LinkOption.NOFOLLOW_LINKS)) {
                return at;
            }
        }
        return null;
    }
}
