// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** File systems that others can change, of which the kernel does not hear (inotify(7), "Limitations and caveats"). */
final class FileSystemKind {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private static final Set<String> WHOLE = Set.of(
            "9p",
            "afs",
            "ceph",
            "cifs",
            "coda",
            "gfs2",
            "lustre",
            "ncpfs",
            "ocfs2",
            "prl_fs",
            "smb2",
            "smb3",
            "smbfs",
            "vboxsf",
            "virtiofs",
            "vmhgfs",
            "wslfs",
            "drvfs");

    private FileSystemKind() {}

    /**
     * Why changes at this path or below have to be polled for.
     *
     * @return the type of the file system; null when they need not, or the path is not there
     */
    static @Nullable String unwatchable(Path path) {
        try {
            String type = Files.getFileStore(path).type();
            return isUnwatchable(type) ? type : mountedBelow(path.toRealPath());
        } catch (IOException e) {
            return null; // not there, or not for us: looking at it tells more
        }
    }

    private static @Nullable String mountedBelow(Path path) throws IOException {
        for (String line : Files.readAllLines(MOUNTS)) {
            String[] words = line.split(" "); // proc_pid_mounts(5): device, mount point, type
            if (words.length > 2 && isUnwatchable(words[2])) {
                Path at = Path.of(words[1].replace("\\040", " "));
                if (at.startsWith(path) && !at.equals(path)) {
                    return words[2];
                }
            }
        }
        return null;
    }

    static boolean isUnwatchable(String type) {
        return WHOLE.contains(type) || type.startsWith("nfs") || type.startsWith("fuse");
    }
}
