// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Where caches are kept. Whoever can write there has workers run his code, so a folder that others can write is not used.
 */
public final class AotFolder {
    private static final int OTHERS_MAY_WRITE = 0022;
    private static final String OF_USER = "spawning";

    private AotFolder() {}

    /**
     * The usual place: CACHE_DIRECTORY (systemd), else XDG_CACHE_HOME, else .cache in the home folder.
     *
     * @param variables of the user whose the workers are
     * @return empty for a user who has no home
     */
    public static Optional<Path> usual(Map<String, String> variables) {
        String ofService = variables.getOrDefault("CACHE_DIRECTORY", "").split(":", 2)[0];
        if (ofService.startsWith("/")) {
            return Optional.of(Path.of(ofService));
        }
        String ofUser = variables.getOrDefault("XDG_CACHE_HOME", "");
        if (ofUser.startsWith("/")) { // a relative one is to be ignored, says its specification
            return Optional.of(Path.of(ofUser).resolve(OF_USER));
        }
        String home = variables.getOrDefault("HOME", "");
        return home.startsWith("/") && Files.isDirectory(Path.of(home))
                ? Optional.of(Path.of(home, ".cache", OF_USER))
                : Optional.empty();
    }

    /** Whether it is there to be read, or can be made: a home may be out of reach, or on a disk that is read only. */
    static boolean canBe(Path folder) {
        Path at = folder.toAbsolutePath();
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at != null
                && Files.isDirectory(at)
                && (at.equals(folder.toAbsolutePath()) ? Files.isReadable(at) : Files.isWritable(at));
    }

    /** Makes it, for its owner alone, if it is not there. @throws IOException it cannot be made */
    static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Why what lies there is not to be trusted; empty when it is ours or root's, and nobody else can write. */
    static String fault(Path folder, IntSupplier ourUid) throws IOException {
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        int mode = (int) Files.getAttribute(folder, "unix:mode");
        if (owner != ourUid.getAsInt() && owner != 0) {
            return "belongs to uid " + owner + ", neither to root nor to us (uid " + ourUid.getAsInt() + ")";
        }
        return (mode & OTHERS_MAY_WRITE) == 0 ? "" : "may be written by others (mode %04o)".formatted(mode & 07777);
    }
}
