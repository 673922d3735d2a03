// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks on single bytes of one file, which stays empty: byte N is the session whose hash is N. So no lock file is left over, and
 * the kernel gives back what a killed process held.
 *
 * <p>POSIX gives up all locks that a process has on a file when the process closes any descriptor of it (fcntl(2)). So each process opens the
 * file once a folder, nothing else here may open it, not even to set its time, and it is closed with its last user.
 */
final class FolderLocks implements ProcessLocks {
    /** Byte that the scavenger locks; those of sessions are below. */
    static final long SCAVENGER = 1L << 62;

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(4);
    private static final Map<Path, FolderLocks> OPEN = new HashMap<>();

    private final Path folder;
    private final FileChannel channel;
    private final Map<Long, FileLock> held = new ConcurrentHashMap<>();
    private int users;

    private FolderLocks(Path folder) throws IOException {
        this.folder = folder;
        this.channel = FileChannel.open(
                folder.resolve("locks"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                FolderRecords.OWNER_ONLY);
    }

    /** The locks of a folder, which is there. Each call wants its {@link #close}. */
    static FolderLocks open(Path folder) throws IOException {
        Path real = folder.toRealPath();
        synchronized (OPEN) {
            FolderLocks locks = OPEN.get(real);
            if (locks == null) {
                locks = new FolderLocks(real);
                OPEN.put(real, locks);
            }
            locks.users++;
            return locks;
        }
    }

    @Override
    public boolean tryLock(long key) throws IOException {
        try {
            FileLock lock = channel.tryLock(key, 1, false);
            if (lock == null) return false;
            held.put(key, lock);
            return true;
        } catch (OverlappingFileLockException anotherServerOfThisProcess) {
            return false;
        }
    }

    @Override
    public void unlock(long key) {
        FileLock lock = held.remove(key);
        if (lock == null) return;
        try {
            lock.release();
        } catch (IOException closed) {
            // then the kernel has given it back already
        }
    }

    @Override
    public Duration longestPause() {
        return LONGEST_PAUSE;
    }

    void close() {
        synchronized (OPEN) {
            if (--users > 0) return;
            OPEN.remove(folder);
            try {
                channel.close();
            } catch (IOException e) {
                // nothing was written to it
            }
        }
    }
}
