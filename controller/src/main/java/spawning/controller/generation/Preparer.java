// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import spawning.controller.posix.FileTree;

/**
 * Makes the snapshot of a generation: copies of everything that the application's class path names, so that whatever is
 * done to the originals, each worker of the generation runs the same code. Overwritten jars would break the lazy class
 * loading of workers that run, and a worker started hours later would get half of a deployment.
 *
 * <p>All that was copied is looked at again at the end; when something changed meanwhile everything is copied anew, up
 * to {@value #TRIES} times. Used in the preparer's process, by one thread.
 */
final class Preparer {
    private static final int TRIES = 3;

    private final PreparationRequest request;
    private final Notes notes;
    private final PrintWriter console;
    private final InstantSource clock;

    /**
     * @param notes where to say what happens
     * @param console where the compiler's messages go when there are errors among them
     * @param clock the wall clock, for comparison with the times of files
     */
    Preparer(PreparationRequest request, Notes notes, PrintWriter console, InstantSource clock) {
        this.clock = clock;
        this.request = request;
        this.notes = notes;
        this.console = console;
    }

    /**
     * Makes the snapshot, writes it into the generation's folder and returns it.
     *
     * @throws PreparationFailed the code is not fit to be run, or does not keep still; the text is for people
     * @throws IOException the disk failed; the folder holds an incomplete snapshot
     */
    Snapshot prepare() throws PreparationFailed, IOException {
        Optional<Snapshot> previous = request.previousSnapshot();
        String changed = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                Snapshot snapshot = new Attempt(request, previous, notes, console, clock).make();
                snapshot.write(request.folder());
                return snapshot;
            } catch (ChangedMeanwhile e) {
                changed = e.what();
                notes.warn(changed + " changed while it was copied (try " + attempt + " of " + TRIES + ")");
                clear();
            }
        }
        throw new PreparationFailed(changed + " changed while it was copied, " + TRIES + " times in a row;"
                + " finish deploying before a reload, and keep files that are written to out of the class path");
    }

    private void clear() throws IOException {
        try (var files = Files.list(request.folder())) {
            for (Path file : files.toList()) {
                if (!file.endsWith(PreparationRequest.FILE)) {
                    FileTree.remove(file);
                }
            }
        }
    }

    /** Where the preparer says what happens; one sentence, or one line of the compiler's warnings, each. */
    interface Notes {
        void debug(String sentence);

        void warn(String sentence);

        /** A moment at which tests change what was copied. */
        default void copied() throws IOException {}
    }
}
