// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one controller, {@code <base>/spawning-<uid>/<name>-<pid>}, of mode 0700. A lock on it (flock(2)) says
 * that its controller lives: the kernel drops it with the process, however that ends, so the next one to start removes
 * folders that nobody holds. Cleaners of temporary files pass by a locked folder (tmpfiles.d(5)).
 */
public final class StateFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int OTHERS_MAY_WRITE = 0022;

    /** Names tried: pids repeat among containers that share a folder of temporary files. */
    private static final int MAX_TRIES = 100;

    private final Path path;
    private final Fd lock;

    private StateFolder(Path path, Fd lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Where state folders go: RUNTIME_DIRECTORY (systemd), else XDG_RUNTIME_DIR, else the folder of temporary files. */
    public static Path base(Map<String, String> environment) {
        return Stream.of("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR")
                .map(name -> environment.getOrDefault(name, ""))
                .map(value -> value.split(":", 2)[0]) // systemd may name several
                .filter(Predicate.not(String::isEmpty))
                .findFirst()
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))
                .toAbsolutePath();
    }

    /**
     * Creates and locks the folder, and removes those of dead controllers beside it.
     *
     * @param name of the instance; what is no letter, digit, dot or dash in it becomes an underscore
     * @throws IOException it cannot be made, or the parent is a link or somebody else's; the text says what to do
     */
    public static StateFolder create(Path base, String name) throws IOException {
        Path parent = parent(base);
        removeStale(parent);
        String stem = name.replaceAll("[^A-Za-z0-9.-]", "_") + "-"
                + ProcessHandle.current().pid();
        for (int i = 1; i <= MAX_TRIES; i++) {
            Path path = parent.resolve(i == 1 ? stem : stem + "." + i);
            try {
                Files.createDirectory(path, PRIVATE);
            } catch (FileAlreadyExistsException e) {
                continue; // it is locked, for it was not stale
            }
            Fd lock = Posix.open(path);
            if (lockIfStillThere(path, lock)) {
                return new StateFolder(path, lock);
            }
            lock.close();
        }
        throw new IOException("no state folder " + parent.resolve(stem) + " to " + stem + "." + MAX_TRIES
                + " could be made: all exist and are in use; remove some, or set XDG_RUNTIME_DIR to another folder");
    }

    /** Another controller that looks for stale folders may have held and removed it before we had the lock. */
    private static boolean lockIfStillThere(Path path, Fd lock) throws IOException {
        try {
            Posix.flock(lock);
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        } catch (PosixException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The folder that all controllers of a user share. */
    public static Path shared(Path base, int uid) {
        return base.resolve("spawning-" + uid);
    }

    private static Path parent(Path base) throws IOException {
        int uid = Posix.geteuid();
        Path parent = shared(base, uid);
        try {
            Files.createDirectory(parent, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            checkOurs(parent, uid);
        } catch (NoSuchFileException e) {
            throw new IOException("the folder " + base + " for run-time state does not exist", e);
        }
        return parent;
    }

    /** In a folder where everybody may create files, somebody may have put a trap under the name that we would use. */
    private static void checkOurs(Path parent, int uid) throws IOException {
        String fault = fault(parent, uid);
        if (!fault.isEmpty()) {
            throw new IOException("the folder for run-time state " + parent + " " + fault
                    + "; remove it, or set XDG_RUNTIME_DIR to a folder of your own");
        }
    }

    private static String fault(Path parent, int uid) throws IOException {
        if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            return "is not a folder";
        }
        int owner = (int) Files.getAttribute(parent, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != uid) {
            return "belongs to uid " + owner + ", not to us (uid " + uid + ")";
        }
        int mode = (int) Files.getAttribute(parent, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & OTHERS_MAY_WRITE) == 0 ? "" : "may be written by others (mode %04o)".formatted(mode & 07777);
    }

    private static void removeStale(Path parent) throws IOException {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent)) {
            for (Path sibling : siblings) {
                if (Files.isDirectory(sibling, LinkOption.NOFOLLOW_LINKS)) {
                    removeIfStale(sibling);
                }
            }
        }
    }

    private static void removeIfStale(Path sibling) {
        try (Fd lock = Posix.open(sibling)) {
            if (Posix.tryFlock(lock) && !isUsed(sibling)) {
                FileTree.remove(sibling);
                LOG.info("removed {}: its controller is dead", sibling);
            }
        } catch (IOException e) {
            // another controller may be removing it; if not, the next start tries again
            LOG.debug("cannot remove {}", sibling, e);
        }
    }

    /**
     * Whether a worker still runs from the folder, finishing its requests although its controller is dead: it names the folder
     * in its command line, and may yet open a jar in it for the first time.
     */
    private static boolean isUsed(Path sibling) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> commandLine(process).contains(sibling + "/"));
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /** The folder; exists until this is closed. */
    public Path path() {
        return path;
    }

    /** The same folder by a name that is short however deep it lies, for this process and until this is closed. */
    public Path handle() {
        return Path.of("/proc/self/fd/" + lock.number());
    }

    /** Makes the folder {@code gen-N} in it, of mode 0700. */
    public Path createGeneration(int generation) throws IOException {
        if (Files.notExists(path)) {
            LOG.warn("the state folder {} was removed by somebody; making it again", path);
            Files.createDirectories(path, PRIVATE);
        }
        return Files.createDirectory(path.resolve("gen-" + generation), PRIVATE);
    }

    /** Removes the folder and all in it; the lock goes last. */
    @Override
    public void close() throws IOException {
        if (lock.isOpen()) {
            try (lock) {
                FileTree.remove(path);
            }
        }
    }
}
