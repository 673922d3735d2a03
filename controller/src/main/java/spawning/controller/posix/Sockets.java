// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.util.Optional;

/** Stream sockets. None of these calls blocks: each socket made here is non-blocking. */
public final class Sockets {
    private static final int SOCK_STREAM = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int SHUT_WR = 1;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int TCP_LISTEN = 10;
    private static final int INFO_BYTES = 32; // of struct tcp_info, whose begin never changes
    private static final int INFO_UNACKED = 24;
    private static final int INFO_SACKED = 28;

    private Sockets() {}

    /** Makes a socket of the family of an address: non-blocking, close-on-exec, numbered as {@link Posix} says. */
    public static Fd socket(SocketAddress address) throws PosixException {
        int type = SOCK_STREAM | Posix.O_NONBLOCK | Posix.O_CLOEXEC;
        int fd = CFunction.call("socket", SocketAddresses.family(address), type, 0);
        return Posix.moved(PosixException.check("socket for " + address, fd));
    }

    /**
     * Sets what a listener on TCP needs: SO_REUSEADDR, or connections of a predecessor in TIME_WAIT would hold the port
     * for a minute; IPV6_V6ONLY on IPv6, so that {@code [::]} and {@code 0.0.0.0} coexist and no mapped address shows.
     */
    public static void prepareTcpListener(Fd socket, SocketAddress address) throws PosixException {
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, 1);
        if (SocketAddresses.family(address) == SocketAddresses.AF_INET6) {
            setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        }
    }

    /** Binds. @throws IllegalArgumentException the path of a unix socket is longer than the kernel allows */
    public static void bind(Fd socket, SocketAddress address) throws PosixException {
        withAddress("bind", socket, address);
    }

    /** Connects; on a unix socket at once or not at all: EAGAIN says that a live listener's queue is full. */
    public static void connect(Fd socket, SocketAddress address) throws PosixException {
        withAddress("connect", socket, address);
    }

    private static void withAddress(String function, Fd socket, SocketAddress address) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = SocketAddresses.encode(arena, address);
            int result = CFunction.call(function, socket.number(), bytes.address(), bytes.byteSize());
            PosixException.check(function + " " + address, result);
        }
    }

    /** Starts to listen. The kernel cuts the backlog to net.core.somaxconn. */
    public static void listen(Fd socket, int backlog) throws PosixException {
        PosixException.check("listen", CFunction.call("listen", socket.number(), backlog));
    }

    /** The address that a socket is bound to. */
    public static SocketAddress getsockname(Fd socket) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(SocketAddresses.MAX_BYTES, 8);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, SocketAddresses.MAX_BYTES);
            PosixException.check(
                    "getsockname " + socket,
                    CFunction.call("getsockname", socket.number(), bytes.address(), length.address()));
            return SocketAddresses.decode(bytes, length.get(ValueLayout.JAVA_INT, 0));
        }
    }

    /** Whether a descriptor is a stream socket that listens. @throws PosixException it is no socket (ENOTSOCK, EBADF) */
    public static boolean isStreamListener(int number) throws PosixException {
        return getsockopt(number, SO_TYPE) == SOCK_STREAM && getsockopt(number, SO_ACCEPTCONN) == 1;
    }

    /** Attaches a classic BPF program that sees every segment before the socket does (socket(7), SO_ATTACH_FILTER). */
    public static void attachFilter(Fd socket, SocketFilter filter) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = filter.encode(arena);
            setsockopt(socket, SOL_SOCKET, SocketFilter.SO_ATTACH_FILTER, program);
        }
    }

    /**
     * Takes one connection from a listener's queue; it is non-blocking and close-on-exec.
     *
     * @return empty when none waits, or when the one that did has gone (ECONNABORTED)
     */
    public static Optional<Fd> accept4(Fd listener) throws PosixException {
        int fd = CFunction.call("accept4", listener.number(), 0, 0, Posix.O_NONBLOCK | Posix.O_CLOEXEC);
        if (fd == -Errno.EAGAIN || fd == -Errno.ECONNABORTED || fd == -Errno.EINTR) {
            return Optional.empty();
        }
        return Optional.of(new Fd(PosixException.check("accept4 " + listener, fd)));
    }

    /** Sends FIN after what was written; the peer may still send. */
    public static void shutdownWrite(Fd connection) throws PosixException {
        PosixException.check("shutdown " + connection, CFunction.call("shutdown", connection.number(), SHUT_WR));
    }

    /**
     * The queue of a listener.
     *
     * @param waiting connections that are complete and not accepted yet
     * @param limit how many may be; the backlog that the kernel has cut
     */
    public record AcceptQueue(int waiting, int limit) {}

    /**
     * The accept queue of a listener on TCP: for one that listens, tcp_info has it in the places of unacked and sacked
     * (tcp_get_info in net/ipv4/tcp.c). It only looks: a number that was closed and given out again meanwhile does no harm.
     *
     * @return empty for what does not listen on TCP, or is closed
     */
    public static Optional<AcceptQueue> acceptQueue(Fd listener) {
        if (!listener.isOpen()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_BYTES, 8);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, INFO_BYTES);
            int result = CFunction.call(
                    "getsockopt", listener.number(), IPPROTO_TCP, TCP_INFO, info.address(), length.address());
            boolean listens = result == 0
                    && length.get(ValueLayout.JAVA_INT, 0) == INFO_BYTES
                    && info.get(ValueLayout.JAVA_BYTE, 0) == TCP_LISTEN;
            return listens
                    ? Optional.of(new AcceptQueue(
                            info.get(ValueLayout.JAVA_INT, INFO_UNACKED), info.get(ValueLayout.JAVA_INT, INFO_SACKED)))
                    : Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.empty(); // closed just now
        }
    }

    private static void setsockopt(Fd socket, int level, int option, int value) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            setsockopt(socket, level, option, arena.allocateFrom(ValueLayout.JAVA_INT, value));
        }
    }

    private static void setsockopt(Fd socket, int level, int option, MemorySegment value) throws PosixException {
        PosixException.check(
                "setsockopt " + socket + " level " + level + " option " + option,
                CFunction.call("setsockopt", socket.number(), level, option, value.address(), value.byteSize()));
    }

    private static int getsockopt(int number, int option) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 4);
            PosixException.check(
                    "fd " + number,
                    CFunction.call("getsockopt", number, SOL_SOCKET, option, value.address(), length.address()));
            return value.get(ValueLayout.JAVA_INT, 0);
        }
    }
}
