// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One file a session: {@code CONTEXT_ID.session}, whose time of change is when the session was last used. It is written beside and renamed, so
 * a killed process leaves the old file or the new one, and perhaps a {@code .tmp} for the scavenger. No fsync: what
 * was written survives the process, whatever becomes of it; after a power cut a file may be torn, which its checksum shows.
 */
final class FolderRecords implements SessionRecords {
    private static final Set<PosixFilePermission> NOT_FOR_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** Mode 0600 for a file. */
    static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String SUFFIX = ".session";
    private static final String TEMPORARY = ".tmp";
    private static final long LEFT_OVER_AFTER = Duration.ofMinutes(10).toMillis();
    private static final long ORPHAN_AFTER = Duration.ofHours(1).toMillis();

    private final Path folder;
    private final FolderLocks locks;
    private final long scavengeEvery;
    private final AtomicLong writes = new AtomicLong();

    private FolderRecords(Path folder, FolderLocks locks, Duration scavengeEvery) {
        this.folder = folder;
        this.locks = locks;
        this.scavengeEvery = scavengeEvery.toMillis();
    }

    /**
     * Opens a folder, and makes it where it is not there, for its owner only.
     *
     * @throws IOException with a sentence: it cannot be made or written to, it is another user's, or others may write to it
     */
    static FolderRecords open(Path folder, Duration scavengeEvery) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY_FOLDER);
        mustBeSafe(folder);
        return new FolderRecords(folder, FolderLocks.open(folder), scavengeEvery);
    }

    /** Throws with a sentence where somebody else could write to the folder. */
    static void mustBeSafe(Path folder) throws IOException {
        checkOwner(folder);
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
        for (PosixFilePermission others : NOT_FOR_OTHERS)
            if (mode.contains(others))
                throw new IOException(
                        "session folder %s may be written to by others (%s), who could run code in the workers with it: chmod 700"
                                .formatted(folder, PosixFilePermissions.toString(mode)));
    }

    /** Somebody else's folder may be given away again, and hold sessions that run that somebody's code. */
    private static void checkOwner(Path folder) throws IOException {
        Object owner = Files.getAttribute(folder, "unix:uid");
        Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid"); // proc(5): our effective user
        if (!owner.equals(own))
            throw new IOException(
                    "session folder %s belongs to uid %s, not to us (%s), so its owner could run code here: chown it"
                            .formatted(folder, owner, own));
    }

    private Path file(SessionKey key) {
        return folder.resolve(key.context() + "_" + key.id() + SUFFIX);
    }

    @Override
    public @Nullable StoredSession read(SessionKey key) throws IOException {
        Path file = file(key);
        try {
            long accessed = Files.getLastModifiedTime(file).toMillis();
            return new StoredSession(Files.readAllBytes(file), accessed, 0);
        } catch (NoSuchFileException none) {
            mustBeThere(folder);
            return null;
        }
    }

    @Override
    public boolean exists(SessionKey key) throws IOException {
        try {
            Files.getLastModifiedTime(file(key));
            return true;
        } catch (NoSuchFileException none) {
            mustBeThere(folder);
            return false;
        }
    }

    /** A folder that went away is not a folder without sessions. */
    static void mustBeThere(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) throw new IOException("the folder is gone");
    }

    @Override
    public long write(SessionKey key, byte[] content, long accessed, long maxInactive, long replaced)
            throws IOException {
        Path file = file(key);
        if (replaced != ANY && !exists(key)) throw new SessionEndedException();
        Path beside = folder.resolve(
                file.getFileName() + "." + ProcessHandle.current().pid() + "-" + writes.incrementAndGet() + TEMPORARY);
        try {
            try (SeekableByteChannel channel = Files.newByteChannel(
                    beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) channel.write(rest);
            }
            Files.setLastModifiedTime(beside, FileTime.fromMillis(accessed));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.deleteIfExists(beside);
            throw new IOException("the file system of " + folder + " cannot rename in one step", e);
        } catch (IOException e) {
            removeAfter(e, beside);
            throw e;
        }
        return 0;
    }

    private static void removeAfter(IOException failure, Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void touch(SessionKey key, long accessed) throws IOException {
        try {
            Files.setLastModifiedTime(file(key), FileTime.fromMillis(accessed));
        } catch (NoSuchFileException removed) {
            // by a request that did not wait for us, without locks: it shall stay away
        }
    }

    @Override
    public void remove(SessionKey key) throws IOException {
        Files.deleteIfExists(file(key));
    }

    @Override
    public Set<String> scavenge(String context, long now) throws IOException {
        if (!locks.tryLock(FolderLocks.SCAVENGER)) return Set.of();
        try {
            return due(context, now) ? look(context, now) : Set.of();
        } finally {
            locks.unlock(FolderLocks.SCAVENGER);
        }
    }

    /** Whether no process has looked for a while; if so, notes that one did. */
    private boolean due(String context, long now) throws IOException {
        Path stamp = folder.resolve(context + ".scavenged");
        try {
            long since = now - Files.getLastModifiedTime(stamp).toMillis();
            if (since >= 0 && since < scavengeEvery) return false;
        } catch (NoSuchFileException first) {
            try (var _ = Files.newByteChannel(
                    stamp, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY)) {
                // empty: its time is what counts
            }
        }
        Files.setLastModifiedTime(stamp, FileTime.fromMillis(now));
        return true;
    }

    private Set<String> look(String context, long now) throws IOException {
        var expired = new HashSet<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(TEMPORARY)) removeLeftOver(file, now);
                else if (name.endsWith(SUFFIX)) look(file, name, context, now, expired);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return expired;
    }

    private static void removeLeftOver(Path file, long now) throws IOException {
        try {
            if (now - Files.getLastModifiedTime(file).toMillis() > LEFT_OVER_AFTER) Files.deleteIfExists(file);
        } catch (NoSuchFileException renamed) {
            // its writer lives
        }
    }

    private void look(Path file, String name, String context, long now, Set<String> expired) throws IOException {
        int split = name.lastIndexOf('_');
        String id = name.substring(split + 1, name.length() - SUFFIX.length());
        if (split < 0 || SessionKey.of(context, id) == null) return;
        if (name.substring(0, split).equals(context)) {
            if (expiredFor(file, now) >= 0) expired.add(id);
        } else if (expiredFor(file, now) > ORPHAN_AFTER) {
            removeOrphan(file, SessionKey.lock(id), now);
        }
    }

    private void removeOrphan(Path file, long lock, long now) throws IOException {
        if (!locks.tryLock(lock)) return;
        try {
            if (expiredFor(file, now) > ORPHAN_AFTER) Files.deleteIfExists(file);
        } finally {
            locks.unlock(lock);
        }
    }

    /** For how many ms it has been expired; -1 where it is not, or is gone, or cannot be looked at: the others are all the same. */
    private static long expiredFor(Path file, long now) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer head = ByteBuffer.allocate(SessionContent.HEAD);
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // until the head is whole
            }
            long maxInactive = SessionContent.maxInactive(head.flip());
            long idle = now - Files.getLastModifiedTime(file).toMillis();
            return maxInactive <= 0 || idle < maxInactive ? -1 : idle - maxInactive;
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public ProcessLocks locks() {
        return locks;
    }

    @Override
    public void close() {
        locks.close();
    }
}
