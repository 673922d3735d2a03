// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for many descriptors at once (epoll(7), level-triggered). One thread waits; any thread may add, remove and wake.
 * Closed by whoever made it, when nobody waits any more.
 */
public final class Epoll implements AutoCloseable {
    public static final int EPOLLIN = 0x001;

    /** Of several processes that wait for one listener, wake one (epoll_ctl(2)). */
    public static final int EPOLLEXCLUSIVE = 1 << 28;

    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int MAX_EVENTS = 64;
    private static final long WAKE_KEY = -1;

    /** struct epoll_event is packed on x86_64 only (sys/epoll.h). */
    private static final int DATA_OFFSET = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

    private static final int EVENT_BYTES = DATA_OFFSET + 8;

    private final Fd epoll;
    private final Fd wake;

    private Epoll(Fd epoll, Fd wake) {
        this.epoll = epoll;
        this.wake = wake;
    }

    /** Makes one. */
    public static Epoll create() throws PosixException {
        Fd epoll = new Fd(PosixException.check("epoll_create1", CFunction.call("epoll_create1", Posix.O_CLOEXEC)));
        try {
            int flags = Posix.O_CLOEXEC | Posix.O_NONBLOCK;
            Fd wake = new Fd(PosixException.check("eventfd", CFunction.call("eventfd", 0, flags)));
            try {
                Epoll made = new Epoll(epoll, wake);
                made.add(wake, EPOLLIN, WAKE_KEY);
                return made;
            } catch (PosixException e) {
                wake.close();
                throw e;
            }
        } catch (PosixException e) {
            epoll.close();
            throw e;
        }
    }

    /**
     * Waits for a descriptor too.
     *
     * @param events {@link #EPOLLIN}, perhaps with {@link #EPOLLEXCLUSIVE}; hang-up and error always count
     * @param key what {@link #await} returns for it; not negative
     */
    public void add(Fd fd, int events, long key) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_BYTES, 8);
            event.set(ValueLayout.JAVA_INT, 0, events);
            event.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA_OFFSET, key);
            PosixException.check(
                    "epoll_ctl add " + fd,
                    CFunction.call("epoll_ctl", epoll.number(), EPOLL_CTL_ADD, fd.number(), event.address()));
        }
    }

    /** Waits no more for a descriptor. To be called before it is closed: a duplicate of it elsewhere keeps it alive. */
    public void remove(Fd fd) throws PosixException {
        PosixException.check(
                "epoll_ctl del " + fd, CFunction.call("epoll_ctl", epoll.number(), EPOLL_CTL_DEL, fd.number(), 0));
    }

    /** Waits without limit. @return keys that are ready; none after {@link #wake} alone or an interrupted call */
    public List<Long> await() throws PosixException {
        return await(-1);
    }

    /** Waits at most so long, rounded up to milliseconds; not at all when it is zero or negative. */
    public List<Long> await(Duration limit) throws PosixException {
        long millis = limit.isNegative() ? 0 : limit.plusNanos(999_999).toMillis();
        return await((int) Math.min(millis, Integer.MAX_VALUE));
    }

    private List<Long> await(int millis) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EVENT_BYTES * MAX_EVENTS, 8);
            int n = CFunction.call("epoll_wait", epoll.number(), events.address(), MAX_EVENTS, millis);
            if (n == -Errno.EINTR) {
                return List.of(); // SIGSTOP and SIGCONT, or a debugger: epoll_wait is never restarted (signal(7))
            }
            PosixException.check("epoll_wait", n);
            List<Long> keys = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                keys.add(events.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) EVENT_BYTES * i + DATA_OFFSET));
            }
            if (keys.remove(WAKE_KEY)) {
                forgetWake(arena);
            }
            return keys;
        }
    }

    /** Makes the wait return, this one or the next. */
    public void wake() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
            CFunction.call("write", wake.number(), one.address(), 8); // EAGAIN: the counter is full, so it is awake
        }
    }

    private void forgetWake(Arena arena) {
        CFunction.call("read", wake.number(), arena.allocate(8, 8).address(), 8); // EAGAIN: forgotten already
    }

    @Override
    public void close() {
        wake.close();
        epoll.close();
    }
}
