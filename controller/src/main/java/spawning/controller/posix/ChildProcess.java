// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A child of this process, held by its pidfd: a pid is given out again after the reap, a pidfd never means another
 * process (pidfd_open(2)). Any thread may call; {@link #close} waits for calls that run.
 */
public final class ChildProcess implements AutoCloseable {
    // the same numbers on every architecture, and glibc has the functions only since 2.36
    private static final int SYS_PIDFD_SEND_SIGNAL = 424;
    private static final int SYS_PIDFD_OPEN = 434;

    private static final int P_PID = 1;
    private static final int P_PIDFD = 3;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int CLD_EXITED = 1;
    private static final int CLD_DUMPED = 3;

    private static final int SIGINFO_BYTES = 128;
    private static final int SI_CODE = 8;
    private static final int SI_PID = 16;
    private static final int SI_STATUS = 24;

    /** Children that somebody waits for. */
    private static final Set<Integer> HELD = ConcurrentHashMap.newKeySet();

    private final int pid;
    private final Fd pidfd;

    private ChildProcess(int pid, Fd pidfd) {
        this.pid = pid;
        this.pidfd = pidfd;
        HELD.add(pid);
    }

    /** Takes charge of a child that has not been reaped. If that fails the child is killed and reaped. */
    static ChildProcess of(int pid) throws PosixException {
        int fd = CFunction.call("syscall", SYS_PIDFD_OPEN, pid, 0);
        if (fd < 0) {
            killAndReap(pid);
        }
        return new ChildProcess(pid, new Fd(PosixException.check("pidfd_open " + pid, fd)));
    }

    /** Ends a process that came to nothing, and waits for its end, which is not long in coming. */
    public synchronized void killAndReap() {
        killAndReap(pid);
    }

    /** As nobody has reaped it, the pid is still its own. */
    private static void killAndReap(int pid) {
        CFunction.call("kill", pid, Signal.KILL.number());
        CFunction.call("waitid", P_PID, pid, 0, WEXITED);
    }

    /** Takes away a child that has ended and that nobody holds; false if it is none, or somebody was faster. */
    public static boolean reapZombie(long pid) {
        if (HELD.contains((int) pid)) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
            return CFunction.call("waitid", P_PID, pid, info.address(), WEXITED | WNOHANG) == 0
                    && info.get(ValueLayout.JAVA_INT, SI_PID) != 0;
        }
    }

    /** The process id. */
    public int pid() {
        return pid;
    }

    /** Readable when the process has ended; stays this object's. */
    public Fd pidfd() {
        return pidfd;
    }

    /** Sends a signal. Does nothing when the process has ended, or when this is closed. */
    public synchronized void kill(Signal signal) throws PosixException {
        if (pidfd.isOpen()) {
            int result = CFunction.call("syscall", SYS_PIDFD_SEND_SIGNAL, pidfd.number(), signal.number(), 0, 0);
            if (result != -Errno.ESRCH) {
                PosixException.check("signal " + signal + " to pid " + pid, result);
            }
        }
    }

    /** Takes the exit status, without waiting. @return empty while the process runs */
    public synchronized Optional<ExitReason> reap() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
            int result = CFunction.call("waitid", P_PIDFD, pidfd.number(), info.address(), WEXITED | WNOHANG);
            if (result < 0) {
                return Optional.of(new ExitReason.Unknown("waitid: " + Errno.describe(-result)));
            }
            return info.get(ValueLayout.JAVA_INT, SI_PID) == 0 ? Optional.empty() : Optional.of(reason(info));
        }
    }

    /** Waits for its end, and leaves the exit status to be taken. */
    public void awaitEnd() {
        int result = -Errno.EINTR;
        while (result == -Errno.EINTR) {
            result = CFunction.call("waitid", P_PIDFD, pidfd.number(), 0, WEXITED | WNOWAIT);
        }
    }

    /**
     * Kills it and whatever it has started and that has not left its group; to be called before its exit status is taken,
     * for until then nobody else can have the number.
     */
    public synchronized void killGroup() {
        if (pidfd.isOpen()) {
            CFunction.call("kill", -pid, Signal.KILL.number());
        }
    }

    /** Waits for its end and takes the exit status. Not to be called together with {@link #reap}. */
    public ExitReason await() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
            int result = -Errno.EINTR;
            while (result == -Errno.EINTR) {
                result = CFunction.call("waitid", P_PIDFD, pidfd.number(), info.address(), WEXITED);
            }
            return result < 0 ? new ExitReason.Unknown("waitid: " + Errno.describe(-result)) : reason(info);
        }
    }

    private static ExitReason reason(MemorySegment info) {
        int code = info.get(ValueLayout.JAVA_INT, SI_CODE);
        int status = info.get(ValueLayout.JAVA_INT, SI_STATUS);
        return code == CLD_EXITED
                ? new ExitReason.Exited(status)
                : new ExitReason.Signalled(status, code == CLD_DUMPED);
    }

    /** Gives up the pidfd. The process is neither ended nor reaped by it. */
    @Override
    public synchronized void close() {
        HELD.remove(pid);
        pidfd.close();
    }
}
