// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import spawning.controller.posix.Account;
import spawning.controller.posix.Errno;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Sockets;
import spawning.protocol.ListenerKind;

/**
 * Opens one listener, once. SO_REUSEPORT is never set: closing one of two such listeners loses the connections that
 * wait in its queue, while a socket that is shared by inheritance has one queue, which lasts as long as anybody has it.
 */
final class ListenerOpener {
    private final int backlog;
    private final Optional<Account> owner;

    /** A backlog as of listen(2). */
    ListenerOpener(int backlog) {
        this(backlog, Optional.empty());
    }

    /** @param owner of unix sockets; empty: whoever this process is */
    ListenerOpener(int backlog, Optional<Account> owner) {
        this.backlog = backlog;
        this.owner = owner;
    }

    /**
     * Opens what a bind asks for; nothing stays open when it fails.
     *
     * @throws PosixException the kernel refused; {@link Errno#EADDRINUSE} may pass with time
     * @throws CannotBindException it will never work; the text says why
     */
    BoundListener open(Bind bind) throws IOException {
        return switch (bind) {
            case Bind.Tcp tcp -> tcp(tcp);
            case Bind.Unix unix -> unix(unix);
            case Bind.Inherited inherited -> inherited(inherited);
        };
    }

    /** The address that a TCP bind means. May ask a name server. */
    static InetSocketAddress resolve(Bind.Tcp bind) throws CannotBindException {
        try {
            return new InetSocketAddress(InetAddress.getByName(bind.host()), bind.port());
        } catch (UnknownHostException e) {
            throw new CannotBindException(bind, "the host name '" + bind.host() + "' has no address", e);
        }
    }

    private BoundListener tcp(Bind.Tcp bind) throws IOException {
        InetSocketAddress address = resolve(bind);
        Fd socket = Sockets.socket(address);
        try {
            Sockets.prepareTcpListener(socket, address);
            Sockets.bind(socket, address);
            Sockets.listen(socket, backlog);
            String shown = shown(Sockets.getsockname(socket));
            return new BoundListener(bind, socket, ListenerKind.TCP, shown, SocketFile.NONE);
        } catch (PosixException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The mode is set before listen(2): until then the kernel refuses whoever connects. */
    private BoundListener unix(Bind.Unix bind) throws IOException {
        SocketFile.removeStale(bind);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(bind.path());
        Fd socket = Sockets.socket(address);
        SocketFile file = SocketFile.NONE;
        try {
            bindUnix(bind, socket, address);
            file = SocketFile.made(bind.path());
            file.arrange(owner.filter(_ -> Posix.geteuid() == 0), bind.mode());
            Sockets.listen(socket, backlog);
            return new BoundListener(bind, socket, ListenerKind.UNIX, shown(address), file);
        } catch (IOException | RuntimeException e) {
            file.unlink();
            socket.close();
            throw e;
        }
    }

    private static void bindUnix(Bind.Unix bind, Fd socket, UnixDomainSocketAddress address) throws IOException {
        try {
            Sockets.bind(socket, address);
        } catch (IllegalArgumentException e) {
            throw new CannotBindException(bind, String.valueOf(e.getMessage()), e);
        }
    }

    /** Works on a duplicate, so that the number can be asked for again by a later configuration. */
    private static BoundListener inherited(Bind.Inherited bind) throws IOException {
        checkListens(bind);
        Posix.setCloseOnExec(bind.fd());
        Fd socket = Posix.duplicate(bind.fd());
        try {
            Posix.setNonBlocking(socket);
            SocketAddress address = Sockets.getsockname(socket);
            ListenerKind kind = address instanceof UnixDomainSocketAddress
                    ? ListenerKind.INHERITED_UNIX
                    : ListenerKind.INHERITED_TCP;
            return new BoundListener(bind, socket, kind, shown(address), SocketFile.NONE);
        } catch (PosixException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static void checkListens(Bind.Inherited bind) throws CannotBindException {
        String expected = "it must be a listening stream socket, opened by who starts Spawning (socket activation)";
        try {
            if (!Sockets.isStreamListener(bind.fd())) {
                throw new CannotBindException(bind, "the socket does not listen for connections; " + expected, null);
            }
        } catch (PosixException e) {
            throw new CannotBindException(bind, e.getMessage() + "; " + expected, e);
        }
    }

    private static String shown(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> "unix:" + pathOrUnnamed(unix.getPath());
            case InetSocketAddress inet
            when inet.getAddress() instanceof Inet6Address v6 -> "[" + Ipv6Text.of(v6) + "]:" + inet.getPort();
            case InetSocketAddress inet -> inet.getAddress().getHostAddress() + ":" + inet.getPort();
            default -> throw new AssertionError("no such address can be bound: " + address);
        };
    }

    private static String pathOrUnnamed(Path path) {
        return path.toString().isEmpty() ? "(unnamed)" : path.toString();
    }
}
