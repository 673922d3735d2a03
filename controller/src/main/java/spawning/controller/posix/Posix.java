// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Descriptors and files. Every descriptor made here is close-on-exec, and those that are handed to workers are numbered
 * from {@value #LOWEST_OWN} on, so that the targets of a worker (0 to 5 and more) never collide with the sources.
 */
public final class Posix {
    /** The lowest number of the descriptors that may be handed down. */
    public static final int LOWEST_OWN = 64;

    /** What {@link #read} and {@link #write} return when nothing can be done without waiting. */
    public static final int WOULD_BLOCK = -1;

    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FD_CLOEXEC = 1;
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_APPEND = 0x400;
    private static final int NEW_FILE = 0666;
    private static final int O_NOCTTY = 0x100;
    private static final int O_NOFOLLOW = isArm() ? 0x8000 : 0x20000; // asm/fcntl.h: not the same everywhere
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int F_SETOWN = 8;
    private static final int F_SETSIG = 10;
    private static final int O_ASYNC = 0x2000;
    private static final int PRIO_PROCESS = 0;
    private static final int LOCK_SH = 1;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;

    private Posix() {}

    private static boolean isArm() {
        return System.getProperty("os.arch", "").equals("aarch64");
    }

    /** The two ends of a pipe. */
    public record Pipe(Fd read, Fd write) implements AutoCloseable {
        @Override
        public void close() {
            read.close();
            write.close();
        }
    }

    /** Makes a pipe, both ends blocking. */
    public static Pipe pipe2() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 4);
            PosixException.check("pipe2", CFunction.call("pipe2", ends.address(), O_CLOEXEC));
            Fd lowWrite = new Fd(ends.get(ValueLayout.JAVA_INT, 4));
            try (lowWrite) {
                Fd read = moved(ends.get(ValueLayout.JAVA_INT, 0));
                try {
                    return new Pipe(read, duplicate(lowWrite.number()));
                } catch (PosixException e) {
                    read.close();
                    throw e;
                }
            }
        }
    }

    /** Another descriptor of the same open file (fcntl F_DUPFD_CLOEXEC), numbered from {@value #LOWEST_OWN} on. */
    public static Fd duplicate(int number) throws PosixException {
        return new Fd(PosixException.check(
                "duplicate fd " + number, CFunction.call("fcntl", number, F_DUPFD_CLOEXEC, LOWEST_OWN)));
    }

    /** Moves a fresh descriptor to {@value #LOWEST_OWN} or above; the old number is closed, whatever happens. */
    static Fd moved(int number) throws PosixException {
        try (Fd _ = new Fd(number)) {
            return duplicate(number);
        }
    }

    /** Sets O_NONBLOCK, for all who share the open file. */
    public static void setNonBlocking(Fd fd) throws PosixException {
        int flags = PosixException.check(fd + " F_GETFL", CFunction.call("fcntl", fd.number(), F_GETFL));
        PosixException.check(fd + " F_SETFL", CFunction.call("fcntl", fd.number(), F_SETFL, flags | O_NONBLOCK));
    }

    /** Sets close-on-exec on a descriptor that this process inherited and does not own. */
    public static void setCloseOnExec(int number) throws PosixException {
        PosixException.check("fd " + number + " F_SETFD", CFunction.call("fcntl", number, F_SETFD, FD_CLOEXEC));
    }

    /**
     * Reads into the remaining space of a direct buffer and moves its position.
     *
     * @return bytes read, 0 at the end of file, {@link #WOULD_BLOCK} when the descriptor is non-blocking and empty
     */
    public static int read(Fd fd, ByteBuffer direct) throws PosixException {
        return transfer("read", fd, direct);
    }

    /**
     * Writes the remaining bytes of a direct buffer, or the first of them, and moves its position.
     *
     * @return bytes written, {@link #WOULD_BLOCK} when the descriptor is non-blocking and full
     */
    public static int write(Fd fd, ByteBuffer direct) throws PosixException {
        return transfer("write", fd, direct);
    }

    private static int transfer(String function, Fd fd, ByteBuffer direct) throws PosixException {
        int n = CFunction.call(
                function, fd.number(), MemorySegment.ofBuffer(direct).address(), direct.remaining());
        if (n == -Errno.EAGAIN) {
            return WOULD_BLOCK;
        }
        PosixException.check(function + " " + fd, n);
        direct.position(direct.position() + n);
        return n;
    }

    /** Opens a file or folder for reading, such as one to lock. */
    public static Fd open(Path path) throws PosixException {
        return open(path, O_RDONLY | O_CLOEXEC);
    }

    /**
     * Opens a file for appending (O_APPEND) and makes it if it is not there, of mode 0666 without the bits of the umask.
     *
     * @param owner who is to own it if it is made; empty: whoever this process is
     * @param follow whether it may be a symbolic link; one who is root must not follow those of others
     * @throws PosixException of the errno ELOOP if it is a link that must not be followed
     */
    public static Fd openToAppend(Path path, Optional<Account> owner, boolean follow) throws PosixException {
        int flags = O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC;
        try {
            Fd made = open(path, flags | O_CREAT | O_EXCL, NEW_FILE);
            owner.ifPresent(account -> CFunction.call("fchown", made.number(), account.uid(), account.gid()));
            return made;
        } catch (PosixException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            return open(path, follow ? flags : flags | O_NOFOLLOW, 0);
        }
    }

    /** Opens an existing file for reading and writing; not a symbolic link. */
    public static Fd openExisting(Path path) throws PosixException {
        return open(path, O_RDWR | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
    }

    /** Opens a name, not a symbolic link, neither for reading nor for writing (O_PATH): to be sure from then on what it is. */
    public static Fd openName(Path path) throws PosixException {
        return open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    }

    /** Makes a file that must not be there yet, for reading and writing. */
    public static Fd create(Path path, int mode) throws PosixException {
        return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    }

    /** Gives an open file to somebody; also one of {@link #openName}, for which fchown(2) would not do. */
    public static void chown(Fd fd, Account owner) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            long none = CFunction.string(arena, "").address();
            PosixException.check(
                    "chown " + fd + " to " + owner,
                    CFunction.call("fchownat", fd.number(), none, owner.uid(), owner.gid(), AT_EMPTY_PATH));
        }
    }

    /** Lets a low number, such as that of stdout, mean another open file from here on, for children too (dup2(2)). */
    public static void redirect(int number, Fd to) throws PosixException {
        PosixException.check("dup2 " + to + " to fd " + number, CFunction.call("dup2", to.number(), number));
    }

    /** Takes over a descriptor that this process was started with: the low number is closed. */
    public static Fd adopt(int number) throws PosixException {
        return moved(number);
    }

    /** Whether this process has a controlling terminal: /dev/tty can be opened (tty(4)). */
    public static boolean hasControllingTerminal() {
        try (Fd _ = open(Path.of("/dev/tty"), O_RDWR | O_NOCTTY | O_CLOEXEC)) {
            return true;
        } catch (PosixException e) {
            return false; // ENXIO without a terminal; ENOENT or EACCES in a sandbox, where there is none for us either
        }
    }

    private static Fd open(Path path, int flags) throws PosixException {
        return open(path, flags, 0);
    }

    private static Fd open(Path path, int flags, int mode) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            long name = CFunction.string(arena, path.toString()).address();
            return new Fd(PosixException.check("open " + path, CFunction.call("open", name, flags, mode)));
        }
    }

    /** Waits for the exclusive lock of an open file or folder; it lasts until the last descriptor of it is closed. */
    public static void flock(Fd fd) throws PosixException {
        PosixException.check("flock " + fd, CFunction.call("flock", fd.number(), LOCK_EX));
    }

    /** Takes the lock if nobody holds it. */
    public static boolean tryFlock(Fd fd) throws PosixException {
        int result = CFunction.call("flock", fd.number(), LOCK_EX | LOCK_NB);
        return result != -Errno.EAGAIN && PosixException.check("flock " + fd, result) == 0;
    }

    /** Takes the lock together with others that take it so, if nobody holds it alone. */
    public static boolean tryFlockShared(Fd fd) throws PosixException {
        int result = CFunction.call("flock", fd.number(), LOCK_SH | LOCK_NB);
        return result != -Errno.EAGAIN && PosixException.check("flock " + fd, result) == 0;
    }

    /**
     * Has the kernel kill a process group when the last writing end of a pipe is closed: by its owner's death, too, however
     * that comes (fcntl(2), O_ASYNC and F_SETSIG). It lasts as long as somebody has this reading end open, such as the
     * group's leader, and means that group even when its number is given out again.
     *
     * @param leader the pid of the group's leader
     */
    public static void killAtHangUp(Fd readingEnd, int leader) throws PosixException {
        String what = "kill of the group of pid " + leader + " when its pipe hangs up";
        PosixException.check(what, CFunction.call("fcntl", readingEnd.number(), F_SETOWN, -leader));
        PosixException.check(what, CFunction.call("fcntl", readingEnd.number(), F_SETSIG, Signal.KILL.number()));
        PosixException.check(what, CFunction.call("fcntl", readingEnd.number(), F_SETFL, O_ASYNC));
    }

    /** Lowers the priority of this thread and of all processes that it starts, for good: -20 to 19, the least (setpriority(2)). */
    public static void niceThisThread(int nice) throws PosixException {
        PosixException.check("setpriority " + nice, CFunction.call("setpriority", PRIO_PROCESS, 0, nice));
    }

    /** Sets the permission bits of a file, 0 to 07777. */
    public static void chmod(Path path, int mode) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            long name = CFunction.string(arena, path.toString()).address();
            PosixException.check("chmod " + path, CFunction.call("chmod", name, mode));
        }
    }

    /** Sets which permission bits new files lack, for the whole process; returns what it was. */
    public static int umask(int mask) {
        return CFunction.callPlain("umask", mask);
    }

    /** The size of a page of memory, in bytes. */
    public static int pageSize() {
        return CFunction.callPlain("getpagesize");
    }

    /** The effective user id. */
    public static int geteuid() {
        return CFunction.callPlain("geteuid");
    }
}
