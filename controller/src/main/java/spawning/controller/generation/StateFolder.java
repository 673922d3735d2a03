// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one instance keeps its snapshots: {@code gen-1}, {@code gen-2} and so on, readable by its user only. A lock on
 * the file {@code lock} in it says that the instance lives; the kernel takes it away with the process, however that
 * ends, so a folder without it is a leftover. Used by one thread at a time.
 */
public final class StateFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final String LOCK = "lock";
    private static final String GENERATION = "gen-";
    private static final int TRIES = 10;

    private final Path path;
    private final FileChannel lock;
    private final boolean temporary;

    private StateFolder(Path path, FileChannel lock, boolean temporary) {
        this.path = path;
        this.lock = lock;
        this.temporary = temporary;
    }

    /**
     * Uses a folder that the user named; makes it if need be, and removes snapshots left in it.
     *
     * @throws IOException it cannot be made, or another instance uses it; the message says which
     */
    public static StateFolder named(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path path = folder.toRealPath();
        FileChannel lock = tryLock(path);
        if (lock == null) {
            throw new IOException(
                    "the state folder " + path + " is in use by another instance; give each its own with --state");
        }
        StateFolder state = new StateFolder(path, lock, false);
        state.removeGenerations();
        return state;
    }

    /**
     * Makes a new folder among the temporary files, and removes those that instances of the same user left behind.
     *
     * @param parent usually the folder for temporary files
     */
    public static StateFolder temporary(Path parent) throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        String prefix = "spawning-" + user + "-";
        removeLeftovers(parent, prefix, user);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Path path = Files.createTempDirectory(parent, prefix).toRealPath();
            FileChannel lock = tryLock(path);
            if (lock != null) {
                return new StateFolder(path, lock, true);
            }
            // Another instance took the new folder for a leftover before it was locked, and removes it.
        }
        throw new IOException("no state folder could be locked in " + parent + ", in " + TRIES + " tries");
    }

    /** The folder itself, absolute, without symbolic links. */
    public Path path() {
        return path;
    }

    /** Makes the folder of a generation, mode 0700. */
    public Path create(int generation) throws IOException {
        Path folder = path.resolve(GENERATION + generation);
        return Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Removes a generation; nothing happens when it is gone. */
    public void remove(int generation) throws IOException {
        FileTree.delete(path.resolve(GENERATION + generation));
    }

    /** Removes all generations, the folder itself if it was a temporary one, and gives up the lock. */
    @Override
    public void close() throws IOException {
        try (lock) {
            removeGenerations();
            if (temporary) {
                FileTree.delete(path);
            }
        }
    }

    private void removeGenerations() throws IOException {
        for (Path folder : list(path, GENERATION)) {
            FileTree.delete(folder);
        }
    }

    private static void removeLeftovers(Path parent, String prefix, Object user) throws IOException {
        for (Path folder : list(parent, prefix)) {
            try {
                if (user.equals(Files.getAttribute(folder, "unix:uid", java.nio.file.LinkOption.NOFOLLOW_LINKS))) {
                    removeUnlocked(folder);
                }
            } catch (IOException e) {
                // It is in nobody's way: starting is more important.
                LOG.debug("the leftover {} cannot be removed", folder, e);
            }
        }
    }

    private static void removeUnlocked(Path folder) throws IOException {
        try (FileChannel lock = tryLock(folder)) {
            if (lock != null) {
                FileTree.delete(folder);
                LOG.info("removed {}, left by an instance that ended without cleaning up", folder);
            }
        }
    }

    private static List<Path> list(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    /** The locked file, to be closed; null when another process holds it or the folder has gone. */
    private static @Nullable FileChannel tryLock(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // Held by this very process: as taken as by any other.
            return null;
        } finally {
            if (lock.isEmpty()) {
                channel.close();
            }
        }
        return lock.isPresent() ? channel : null;
    }
}
