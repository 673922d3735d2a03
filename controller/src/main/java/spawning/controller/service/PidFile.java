// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.ExitStatus;
import spawning.controller.posix.Account;
import spawning.controller.posix.Errno;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;

/**
 * The file that tells others our process id, as a decimal number and a line feed. It is locked (flock(2)) for as long as
 * we live, however that ends; so one that is not locked is stale, unless another kind of program wrote it and lives. It
 * appears complete: written beside and renamed.
 */
public final class PidFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PidFile.class);
    private static final int MODE = 0644;
    private static final int MAX_LENGTH = 64;

    /** The start of a process is known to a hundredth of a second, the time of a file to the tick of the kernel. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

    private final Path path;
    private final Fd lock;
    private final Object identity;

    private PidFile(Path path, Fd lock, Object identity) {
        this.path = path;
        this.lock = lock;
        this.identity = identity;
    }

    /**
     * Makes the file, in place of a stale one. Of several who do so at the same moment one succeeds.
     *
     * @param path absolute; its folder must exist
     * @param owner who is to own it; empty: whoever this process is
     * @throws CannotStartException another one runs, or the file cannot be made
     */
    public static PidFile take(Path path, Optional<Account> owner) throws CannotStartException {
        return take(
                path,
                path.resolveSibling(
                        path.getFileName() + "." + ProcessHandle.current().pid() + ".new"),
                owner);
    }

    /** @param beside a name in the same folder for the time of the making, which nobody else uses */
    static PidFile take(Path path, Path beside, Optional<Account> owner) throws CannotStartException {
        try {
            mustBeFree(path);
            Files.deleteIfExists(beside); // of one that was killed in the midst, whose pid we have now
            Fd fd = Posix.create(beside, MODE);
            try {
                if (!Posix.tryFlock(fd)) {
                    throw new IOException("somebody locks " + beside);
                }
                if (owner.isPresent()) {
                    Posix.chown(fd, owner.get());
                }
                write(fd);
                Object identity = identity(beside, LinkOption.NOFOLLOW_LINKS);
                publish(beside, path);
                return new PidFile(path, fd, identity);
            } catch (IOException | CannotStartException | RuntimeException e) {
                fd.close();
                Files.deleteIfExists(beside);
                throw e;
            }
        } catch (AtomicMoveNotSupportedException e) {
            throw cannot(path, "its file system cannot rename in one step", e);
        } catch (IOException e) {
            throw cannot(path, String.valueOf(e.getMessage()), e);
        }
    }

    private static void publish(Path beside, Path path) throws CannotStartException, IOException {
        while (!isPublished(beside, path)) {
            log.debug("{} has changed just now; looking again", path);
        }
    }

    /**
     * A name that is not there is made by one only (link(2)), and a stale file is replaced by the one who has its lock.
     *
     * @return false if somebody was faster
     */
    private static boolean isPublished(Path beside, Path path) throws CannotStartException, IOException {
        Optional<Fd> there = existing(path);
        if (there.isEmpty()) {
            return isLinked(beside, path);
        }
        try (Fd stale = there.get()) {
            String pid = mustBeStale(path, stale);
            if (!isAt(path, stale)) {
                return false;
            }
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (!pid.isEmpty()) {
                log.info("the pid file {} named pid {}, which is no longer its process: taken over", path, pid);
            }
            return true;
        }
    }

    private static boolean isLinked(Path beside, Path path) throws IOException {
        try {
            Files.createLink(path, beside);
            Files.delete(beside);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static CannotStartException cannot(Path path, String why, Exception cause) {
        return new CannotStartException(
                ExitStatus.USAGE,
                "the pid file " + path + " cannot be made: " + why + "; name another one with --pidfile",
                cause);
    }

    private static void write(Fd fd) throws IOException {
        byte[] text = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer direct = ByteBuffer.allocateDirect(text.length).put(text).flip();
        while (direct.hasRemaining()) {
            int written = Posix.write(fd, direct);
            if (written <= 0) {
                throw new IOException("nothing can be written to it");
            }
        }
    }

    private static void mustBeFree(Path path) throws CannotStartException, IOException {
        Optional<Fd> there = existing(path);
        if (there.isPresent()) {
            try (Fd fd = there.get()) {
                mustBeStale(path, fd);
            }
        }
    }

    private static Optional<Fd> existing(Path path) throws IOException {
        try {
            return Optional.of(Posix.openExisting(path));
        } catch (PosixException e) {
            if (e.errno() == Errno.ELOOP) {
                throw new IOException("it is a symbolic link", e);
            }
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Whoever holds the lock lives. One without a lock may be another program's, which is told by the age of its process.
     * The lock is ours afterwards, until the descriptor is closed.
     *
     * @return the pid in it, or nothing
     */
    private static String mustBeStale(Path path, Fd fd) throws CannotStartException, IOException {
        boolean free = Posix.tryFlock(fd);
        String pid = content(fd);
        if (!free || isAlive(fd, pid)) {
            throw new CannotStartException(
                    ExitStatus.USAGE,
                    "it is running already, pid " + (pid.isEmpty() ? "unknown" : pid) + " (says " + path
                            + "); stop it first, or name another file with --pidfile");
        }
        return pid;
    }

    private static String content(Fd fd) throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(MAX_LENGTH);
        int length = Math.max(0, Posix.read(fd, direct));
        byte[] text = new byte[length];
        direct.flip().get(text);
        String pid = new String(text, StandardCharsets.US_ASCII).strip();
        return pid.matches("[1-9]\\d{0,9}") ? pid : "";
    }

    /** A process that was started after the file was written has only got the number again. */
    private static boolean isAlive(Fd fd, String pid) throws IOException {
        if (pid.isEmpty() || Long.parseLong(pid) == ProcessHandle.current().pid()) {
            return false;
        }
        Instant written = Files.getLastModifiedTime(open(fd)).toInstant();
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(process -> process.isAlive() && !isZombie(pid))
                .map(process -> process.info()
                        .startInstant()
                        .map(start -> start.isBefore(written.plus(CLOCKS_DIFFER)))
                        .orElse(true))
                .orElse(false);
    }

    /** One that has ended, and that nobody has waited for, as in a container whose process 1 does not. */
    private static boolean isZombie(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException gone) {
            return true;
        }
    }

    private static Object identity(Path path, LinkOption... options) throws IOException {
        return Files.getAttribute(path, "unix:dev", options) + ":" + Files.getAttribute(path, "unix:ino", options);
    }

    /** The open file itself, which may have another name by now, or none (proc_pid_fd(5)). */
    private static Path open(Fd fd) {
        return Path.of("/proc/self/fd/" + fd.number());
    }

    private static boolean isAt(Path path, Fd fd) throws IOException {
        try {
            return identity(path, LinkOption.NOFOLLOW_LINKS).equals(identity(open(fd)));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Removes the file, if it is ours still; where its folder does not let us any more, because we gave up root, it is
     * emptied.
     */
    @Override
    public void close() {
        try (lock) {
            if (identity(path, LinkOption.NOFOLLOW_LINKS).equals(identity)) {
                remove();
            }
        } catch (NoSuchFileException e) {
            log.debug("the pid file {} was removed by somebody", path);
        } catch (IOException e) {
            log.warn("the pid file {} stays: {}", path, e.toString());
        }
    }

    private void remove() throws IOException {
        try {
            Files.delete(path);
        } catch (IOException e) {
            Files.write(path, new byte[0]);
            log.debug("the pid file {} is emptied, for it cannot be removed: {}", path, e.toString());
        }
    }
}
