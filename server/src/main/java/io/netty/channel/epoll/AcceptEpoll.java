// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package io.netty.channel.epoll;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.time.Duration;

/**
 * An epoll set of our own, with an eventfd to wake who waits on it. It stands in Netty's package because Netty's binding
 * of epoll_wait is visible only there; no other class of ours uses Netty's internals.
 *
 * <p>One thread adds, removes, awaits and closes; {@link #wake} may be called by any, but not after {@link #close}.
 */
public final class AcceptEpoll implements AutoCloseable {
    /** {@code EPOLLEXCLUSIVE} of linux/eventpoll.h: an event wakes one of the epoll sets that wait for it, not all. */
    private static final int EPOLLEXCLUSIVE = 1 << 28;

    private static final int MAX_EVENTS = 64;

    static {
        Epoll.ensureAvailability(); // loads the native library, which Netty's socket classes need and do not load
    }

    private final FileDescriptor epoll;
    private final FileDescriptor wakeUp;
    private final EpollEventArray events;

    /** Opens the set; when this throws, nothing is left open. */
    public AcceptEpoll() throws IOException {
        epoll = Native.newEpollCreate();
        wakeUp = Native.newEventFd();
        events = new EpollEventArray(MAX_EVENTS);
        try {
            Native.epollCtlAdd(epoll.intValue(), wakeUp.intValue(), Native.EPOLLIN);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Adds a listener for exclusive wake-ups, at the tail of those who wait on it: the kernel wakes from the head, so
     * that adding again after each connection makes the turns go round (ep_poll_callback, epoll_ctl(2)).
     */
    public void add(int listener) throws IOException {
        Native.epollCtlAdd(epoll.intValue(), listener, Native.EPOLLIN | EPOLLEXCLUSIVE);
    }

    /** Adds a listener for wake-ups that others get as well. */
    public void addShared(int listener) throws IOException {
        Native.epollCtlAdd(epoll.intValue(), listener, Native.EPOLLIN);
    }

    /**
     * How long ago the client of an accepted TCP connection sent something last, which for one that waits for an answer is about how
     * long it has waited; zero where the kernel does not say.
     */
    public static Duration quietFor(int connection) {
        try {
            EpollTcpInfo info = new EpollTcpInfo();
            new LinuxSocket(connection).getTcpInfo(info);
            return Duration.ofMillis(info.lastDataRecv());
        } catch (IOException e) {
            return Duration.ZERO; // reset meanwhile
        }
    }

    /** Removes a listener. */
    public void remove(int listener) throws IOException {
        Native.epollCtlDel(epoll.intValue(), listener);
    }

    /**
     * Waits for a listener with a connection, for {@link #wake}, or for the end of the limit.
     *
     * @param limit rounded down to milliseconds; zero looks without waiting
     * @return how many of {@link #ready} are valid; zero when the limit passed
     */
    public int await(Duration limit) throws IOException {
        int count = Native.epollWait(epoll, events, (int) Math.min(limit.toMillis(), Integer.MAX_VALUE));
        for (int i = 0; i < count; i++) {
            if (events.fd(i) == wakeUp.intValue()) {
                Native.eventFdRead(wakeUp.intValue());
            }
        }
        return count;
    }

    /** The descriptor of the i-th event, or -1 when that was the wake-up. */
    public int ready(int i) {
        int descriptor = events.fd(i);
        return descriptor == wakeUp.intValue() ? -1 : descriptor;
    }

    /** Ends the current or the next {@link #await}. Any thread; does not block. */
    public void wake() {
        Native.eventFdWrite(wakeUp.intValue(), 1L);
    }

    /** Frees descriptors and memory. */
    @Override
    public void close() throws IOException {
        events.free();
        try {
            epoll.close();
        } finally {
            wakeUp.close();
        }
    }
}
