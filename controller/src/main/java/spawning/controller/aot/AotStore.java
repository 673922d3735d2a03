// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.Fd;
import spawning.controller.posix.FileTree;
import spawning.controller.posix.Posix;

/**
 * The folder of all caches of a user, which several instances share. A cache is a folder by its name; it counts from the
 * moment when its archive has its own name, which it gets last. Locks (flock(2)) on the folders say who makes, uses and
 * removes; the kernel drops them with their process, so what is left half-made is swept by whoever comes next. Any thread.
 */
public final class AotStore {
    /** What all caches together may take. */
    static final Limits LIMITS = new Limits(1L << 30, 10);

    private static final Logger log = LoggerFactory.getLogger(AotStore.class);
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final String FAILED = ".failed";
    private static final String SAID = ".log";
    private static final String CRASHED = ".crashed";
    private static final Pattern LEFT =
            Pattern.compile("([0-9a-f]{64})(?:\\" + FAILED + "|\\" + SAID + "|\\" + CRASHED + ")");
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String TRAINING = "training.lock";
    private static final Duration FAILURE_COUNTS = Duration.ofDays(1);

    private final Path root;
    private final Limits limits;
    private final InstantSource clock;

    /** Those that this process trusts no more and could not remove, by name, with the time of the archive. */
    private final Map<String, FileTime> distrusted = new ConcurrentHashMap<>();

    /** How much is kept. */
    record Limits(long bytes, int caches) {}

    /** What those of an instance may take that end with it, for they may lie in memory. */
    static final Limits LIMITS_OF_INSTANCE = new Limits(256 << 20, 3);

    /**
     * Where an instance keeps its caches.
     *
     * @param folder that was named, or is the usual one
     * @param ofInstance is used where there is none, or it is not there and cannot be made; it ends with the instance
     */
    public static AotStore of(Optional<Path> folder, Path ofInstance) {
        if (folder.isPresent() && AotFolder.canBe(folder.get())) {
            return new AotStore(folder.get());
        }
        return new AotStore(ofInstance, LIMITS_OF_INSTANCE, InstantSource.system());
    }

    /** Looks at nothing yet. */
    public AotStore(Path root) {
        this(root, LIMITS, InstantSource.system());
    }

    AotStore(Path root, Limits limits, InstantSource clock) {
        this.root = root.toAbsolutePath();
        this.limits = limits;
        this.clock = clock;
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    /** The finished cache of this name, held; empty when there is none, or the folder is not to be trusted. */
    public Optional<AotCache> find(String name) {
        if (!Files.isDirectory(root) || !trusted()) {
            return Optional.empty();
        }
        return isDistrusted(name) && !removeUnused(root.resolve(name))
                ? Optional.empty()
                : AotCache.open(root.resolve(name));
    }

    /** Whether it is still the very one that is not trusted: another process may have put a new one there. */
    private boolean isDistrusted(String name) {
        FileTime then = distrusted.get(name);
        return then != null && then.equals(timeOf(root.resolve(name).resolve(AotCache.ARCHIVE)));
    }

    /** What became of a cache that is not trusted any more. */
    enum Distrusted {
        /** It is removed; another one may be trained. */
        REMOVED,
        /** It is removed, as one of this name was before on the same day: none is trained for a day. */
        GIVEN_UP,
        /** It is in use, or not ours to remove. */
        KEPT
    }

    /**
     * A worker crashed while it booted from the cache of this name. It is not found any more, and removed unless somebody uses
     * it. Whoever crashes for another reason does so with the next one, too: the second within a day counts as a training that
     * failed, so that caches are not made and removed for ever.
     */
    Distrusted distrust(String name) {
        Path folder = root.resolve(name);
        distrusted.put(name, timeOf(folder.resolve(AotCache.ARCHIVE)));
        boolean again = markedLately(name + CRASHED);
        try {
            mark(name + (again ? FAILED : CRASHED));
        } catch (IOException e) {
            log.debug("no mark that a worker crashed: {}", e.toString());
        }
        if (!removeUnused(folder)) {
            return Distrusted.KEPT;
        }
        return again ? Distrusted.GIVEN_UP : Distrusted.REMOVED;
    }

    private boolean trusted() {
        try {
            String fault = AotFolder.fault(root, Posix::geteuid);
            if (!fault.isEmpty()) {
                log.warn("AOT caches in {} are not used: it {}", root, fault);
            }
            return fault.isEmpty();
        } catch (IOException e) {
            log.debug("{} cannot be looked at: {}", root, e.toString());
            return false;
        }
    }

    /** Whether a training of this name failed within the last day. */
    public boolean failedLately(String name) {
        return markedLately(name + FAILED);
    }

    private boolean markedLately(String mark) {
        try {
            FileTime failed = Files.getLastModifiedTime(root.resolve(mark));
            Duration since = Duration.between(failed.toInstant(), clock.instant());
            return !since.isNegative() && since.compareTo(FAILURE_COUNTS) < 0; // a clock may have been set back
        } catch (IOException e) {
            return false; // there is no mark
        }
    }

    /** Leaves a mark that a training of this name failed, which counts for a day. */
    public void markFailed(String name) throws IOException {
        mark(name + FAILED);
    }

    private void mark(String file) throws IOException {
        AotFolder.make(root);
        Path mark = root.resolve(file);
        Files.writeString(mark, "");
        Files.setLastModifiedTime(mark, FileTime.from(clock.instant()));
    }

    /** Where the last words of a training that failed are kept for as long as the mark. */
    Path said(String name) {
        return root.resolve(name + SAID);
    }

    /** Takes the mark away. */
    public void forgive(String name) throws IOException {
        Files.deleteIfExists(root.resolve(name + FAILED));
        Files.deleteIfExists(root.resolve(name + CRASHED));
    }

    /**
     * The right to make caches here, which one process has at a time.
     *
     * @return empty while another one has it
     * @throws IOException the folder cannot be made or written, or is not to be trusted; the text names it
     */
    public Optional<Fd> tryTraining() throws IOException {
        AotFolder.make(root);
        String fault = AotFolder.fault(root, Posix::geteuid);
        if (!fault.isEmpty()) {
            throw new IOException("the folder of AOT caches " + root + " " + fault
                    + "; make it one of our user's that nobody else can write (mode 0700), or name another one with"
                    + " --aot-folder");
        }
        Path file = root.resolve(TRAINING);
        if (!Files.exists(file)) {
            try (FileChannel _ = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                log.debug("{} made", file);
            }
        }
        Fd lock = Posix.open(file);
        if (Posix.tryFlock(lock)) {
            return Optional.of(lock);
        }
        lock.close();
        return Optional.empty();
    }

    /**
     * An empty folder for a new cache, locked.
     *
     * @param room bytes that it is expected to need; twice as many have to be free
     * @throws IOException there is no room, or the folder cannot be made
     */
    public Unfinished begin(String name, long room) throws IOException {
        sweep();
        makeRoom(room);
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < 2 * room) {
            throw new IOException("the disk of " + root + " has " + (free >> 20) + "m free, and a cache of about "
                    + (room >> 20) + "m wants " + ((2 * room) >> 20)
                    + "m; make room, or name another folder with --aot-folder");
        }
        Path folder = root.resolve(name);
        try {
            Files.createDirectory(folder, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            log.debug("{} is there already", folder);
        }
        Fd lock = Posix.open(folder);
        try {
            if (Posix.tryFlock(lock) && Files.isDirectory(folder)) {
                Files.deleteIfExists(
                        folder.resolve(AotCache.ARCHIVE)); // of one that is not whole, or it had been found
                return new Unfinished(folder, lock);
            }
            throw new IOException("the AOT cache " + folder + " is in use");
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Removes what a process left that was killed while it made a cache, and marks of failures that do not count any more,
     * with what was said then.
     */
    void sweep() throws IOException {
        for (Path folder : folders()) {
            if (!Files.exists(folder.resolve(AotCache.ARCHIVE))) {
                removeUnused(folder);
            }
        }
        try (var files = Files.list(root)) {
            for (Path file : files.toList()) {
                var left = LEFT.matcher(String.valueOf(file.getFileName()));
                if (left.matches() && !failedLately(left.group(1)) && !markedLately(left.group(1) + CRASHED)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Removes caches, least lately used first, that nobody uses, until one more of this size is within the limits. */
    void makeRoom(long room) throws IOException {
        List<Path> folders = new ArrayList<>(folders());
        folders.sort(Comparator.comparing(AotStore::timeOf));
        long bytes = room;
        for (Path folder : folders) {
            bytes += size(folder);
        }
        int count = folders.size() + 1;
        for (Path folder : folders) {
            if (bytes <= limits.bytes() && count <= limits.caches()) {
                return;
            }
            long size = size(folder);
            if (removeUnused(folder)) {
                bytes -= size;
                count--;
            }
        }
    }

    private List<Path> folders() throws IOException {
        try (var files = Files.list(root)) {
            return files.filter(file ->
                            NAME.matcher(String.valueOf(file.getFileName())).matches() && Files.isDirectory(file))
                    .toList();
        }
    }

    private static FileTime timeOf(Path folder) {
        try {
            return Files.getLastModifiedTime(folder); // of a cache's folder: when it was used last
        } catch (IOException e) {
            return FileTime.fromMillis(0); // somebody else has removed it
        }
    }

    private static long size(Path folder) throws IOException {
        long bytes = 0;
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        } catch (java.nio.file.NoSuchFileException | java.io.UncheckedIOException e) {
            log.debug("{} goes while it is looked at", folder);
        }
        return bytes;
    }

    private static boolean removeUnused(Path folder) {
        try (Fd lock = Posix.open(folder)) {
            if (!Posix.tryFlock(lock) || Workers.runFrom(folder)) {
                return false;
            }
            Files.deleteIfExists(folder.resolve(AotCache.ARCHIVE)); // first, for without it the rest is no cache
            FileTree.remove(folder);
            log.debug("removed the AOT cache {}", folder);
            return true;
        } catch (IOException e) {
            log.debug("cannot remove {}", folder, e);
            return false;
        }
    }

    /** A cache that is being made, by the holder of its lock alone. */
    public record Unfinished(Path folder, Fd lock) implements AutoCloseable {
        /** Where its jars go. */
        Path jars() {
            return folder.resolve(AotCache.JARS);
        }

        /** Where the JVM writes the archive. */
        Path archive() {
            return folder.resolve(AotCache.ARCHIVE + ".new");
        }

        /** Where the JVM writes what it records. */
        Path record() {
            return folder.resolve("record");
        }

        /** What the training's processes said. */
        Path log() {
            return folder.resolve("training.log");
        }

        /** Gives the archive its name, once it is on the disk. */
        void finish() throws IOException {
            Files.deleteIfExists(record());
            try (var files = Files.list(jars())) {
                for (Path jar : files.toList()) {
                    toDisk(jar); // an archive whose jars are empty after a power cut would leave workers without
                    // classes
                }
            }
            toDisk(jars());
            toDisk(archive());
            Files.move(archive(), folder.resolve(AotCache.ARCHIVE), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            toDisk(folder);
        }

        private static void toDisk(Path file) throws IOException {
            try (FileChannel written = FileChannel.open(file, StandardOpenOption.READ)) {
                written.force(true);
            }
        }

        /** Removes it unless it is finished, and lets others have it. */
        @Override
        public void close() {
            try {
                if (!Files.exists(folder.resolve(AotCache.ARCHIVE))) {
                    FileTree.remove(folder);
                }
            } catch (IOException e) {
                LoggerFactory.getLogger(AotStore.class).warn("cannot remove {}: {}", folder, e.toString());
            } finally {
                lock.close();
            }
        }
    }
}
