// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import spawning.protocol.ListenerKind;
import spawning.protocol.WorkerSettings.Listener;

/** A listener on loopback as the controller would make it: it stays open while copies of it are given away. */
@SuppressWarnings({"restricted", "AddressSelection"})
public final class Loopback implements AutoCloseable {
    private static final MethodHandle DUP = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("dup"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    static {
        Epoll.ensureAvailability();
    }

    private final Socket socket;
    private final Listener listener;

    private Loopback(Socket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    public static Loopback tcp() throws IOException {
        Socket socket = Socket.newSocketStream();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress("127.0.0.1", 0));
        socket.listen(2048);
        return new Loopback(
                socket,
                new Listener(
                        ListenerKind.TCP, "127.0.0.1:" + socket.localAddress().getPort()));
    }

    public static Loopback unix(Path path) throws IOException {
        Socket socket = Socket.newSocketDomain();
        socket.bind(new DomainSocketAddress(path.toString()));
        socket.listen(2048);
        return new Loopback(socket, new Listener(ListenerKind.UNIX, "unix:" + path));
    }

    public int port() {
        return socket.localAddress().getPort();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port());
    }

    /** A copy of the descriptor for an acceptor, which closes it. */
    public BoundListener copy() {
        try {
            int copy = (int) DUP.invokeExact(socket.intValue());
            if (copy < 0) {
                throw new IllegalStateException("dup failed");
            }
            return new BoundListener(copy, listener);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
