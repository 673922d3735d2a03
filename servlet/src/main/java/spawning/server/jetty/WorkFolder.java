// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's own folder for uploads, compiled pages and the like, below that of its generation. It goes with the worker,
 * or, when that was killed, with the generation.
 *
 * @param path exists
 */
record WorkFolder(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
    private static final Pattern OWNED = Pattern.compile("work-([0-9]+)-.*");
    private static final String NAME = "work-";

    /** Makes one, and removes those of workers that ended without doing so: a restarted worker must not fill the disk with what they left. */
    static WorkFolder in(Path generation) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(generation, NAME + "*")) {
            for (Path folder : folders) {
                if (abandoned(folder)) {
                    new WorkFolder(folder).remove(); // another worker that starts may remove the same one
                }
            }
        }
        return new WorkFolder(Files.createTempDirectory(
                generation, NAME + ProcessHandle.current().pid() + "-"));
    }

    private static boolean abandoned(Path folder) {
        Matcher named = OWNED.matcher(folder.getFileName().toString());
        return named.matches() && !Files.exists(Path.of("/proc", named.group(1)));
    }

    /** A new folder in it. */
    Path make(String name) throws IOException {
        return Files.createDirectory(path.resolve(name));
    }

    /** Removes it with all it holds. */
    void remove() {
        if (!IO.delete(path)) {
            LOG.debug("{} is left to its generation's end", path);
        }
    }
}
