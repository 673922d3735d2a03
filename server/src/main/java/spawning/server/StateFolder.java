// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the controller that started this worker, which has died and does not remove it. A controller makes it as
 * {@code spawning-<uid>/<name>-<pid>}, which no other user may write; a folder that looks otherwise is not removed, whatever stands in
 * the command line.
 */
record StateFolder(Path path) {
    /** The begin of the mark of a worker that has left, before its pid. */
    static final String LEFT = "left-";

    private static final Logger log = LoggerFactory.getLogger(StateFolder.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]*-\\d+(\\.\\d+)?");

    /** All that controllers, reloaders and workers put there. */
    private static final Pattern ENTRY = Pattern.compile("gen-\\d+|control|aot|watch|door-[0-9a-f]+|" + LEFT + "\\d+");

    private static final int OTHERS_MAY_WRITE = 0022;

    /** Whether it was made by a controller of the user who runs this. */
    boolean isOurs() {
        try {
            Path parent = path.getParent();
            if (parent == null
                    || !NAME.matcher(String.valueOf(path.getFileName())).matches()) {
                return false;
            }
            int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return parent.endsWith("spawning-" + uid) && isPrivate(parent, uid) && isPrivate(path, uid);
        } catch (IOException e) {
            log.debug("{} cannot be looked at", path, e);
            return false;
        }
    }

    private static boolean isPrivate(Path folder, int uid) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) == uid
                && ((int) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS) & OTHERS_MAY_WRITE) == 0;
    }

    /** Removes it with what is known to be put there. Where there is something else, that stays, and so does the folder. */
    void remove() {
        try (Stream<Path> entries = Files.list(path)) {
            for (Path entry : entries.toList()) {
                if (ENTRY.matcher(String.valueOf(entry.getFileName())).matches()) {
                    removeTree(entry);
                }
            }
            Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException e) {
            log.debug("{} is left to the next start to remove", path, e);
        }
    }

    /** Links in it are removed and not followed. */
    private static void removeTree(Path entry) throws IOException {
        try (Stream<Path> tree = Files.walk(entry)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
