// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(FolderLocks.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(4);
    private static final Map<Path, FolderLocks> OPEN = new HashMap<>();

    private final Path folder;
    private final Path file;
    private final Map<Long, FileLock> held = new ConcurrentHashMap<>();
    private volatile Opened opened;
    private int users;

    /**
     * The file as it was opened.
     *
     * @param identity device and inode
     */
    private record Opened(FileChannel channel, Object identity) {}

    private FolderLocks(Path folder) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("locks");
        this.opened = open();
    }

    private Opened open() throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    FolderRecords.OWNER_ONLY);
            try {
                return new Opened(channel, identity());
            } catch (NoSuchFileException removedMeanwhile) {
                channel.close();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** Of the file that other processes open now: device and inode. */
    private Object identity() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
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

    /** Looks each time whether the file is still the one that others lock, for somebody may have removed it, or the whole folder. */
    @Override
    public boolean tryLock(long key) throws IOException {
        while (true) {
            Opened now = opened;
            try {
                FileLock lock = now.channel().tryLock(key, 1, false);
                if (lock == null) return false;
                if (isCurrent(now, lock)) {
                    held.put(key, lock);
                    return true;
                }
            } catch (OverlappingFileLockException anotherServerOfThisProcess) {
                return false;
            } catch (ClosedChannelException anotherThreadReopenedIt) {
                if (now.equals(opened)) throw anotherThreadReopenedIt;
            }
        }
    }

    private boolean isCurrent(Opened now, FileLock lock) throws IOException {
        boolean current = false;
        try {
            current = now.identity().equals(identity());
        } catch (NoSuchFileException removed) {
            FolderRecords.mustBeThere(folder);
        } finally {
            if (!current) release(lock);
        }
        if (!current) reopen(now);
        return current;
    }

    private synchronized void reopen(Opened before) throws IOException {
        if (!opened.equals(before)) return;
        FolderRecords.mustBeSafe(folder);
        opened = open();
        before.channel().close(); // whoever still has a lock of it learns that at its next lock
        LOG.error(
                "{} was removed while this worker ran, and is a new file now; requests that ran meanwhile did not wait for"
                        + " others of their session",
                file);
    }

    @Override
    public void unlock(long key) {
        FileLock lock = held.remove(key);
        if (lock != null) release(lock);
    }

    private static void release(FileLock lock) {
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
                opened.channel().close();
            } catch (IOException e) {
                // nothing was written to it
            }
        }
    }
}
