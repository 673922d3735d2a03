// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Makes a channel of the JDK from the number of a connected descriptor. The JDK has no public way: {@code
 * System.inheritedChannel} knows descriptor 0 only. So this goes through the package {@code sun.nio.ch}, which has to be
 * opened by {@code --add-opens java.base/sun.nio.ch=ALL-UNNAMED}; nothing else does. Any thread; does not block.
 */
final class AdoptedChannel {
    private static final String INTERNAL = "sun.nio.ch.";

    private final Method newDescriptor;
    private final Method remoteAddress;
    private final Constructor<?> constructor;

    private AdoptedChannel(Method newDescriptor, Method remoteAddress, Constructor<?> constructor) {
        this.newDescriptor = newDescriptor;
        this.remoteAddress = remoteAddress;
        this.constructor = constructor;
    }

    /**
     * Looks up what it needs.
     *
     * @throws IllegalStateException this JDK does not have it, or does not let us
     */
    static AdoptedChannel lookup() {
        return lookup(INTERNAL);
    }

    /** @param internal the package with a dot; another one is for tests */
    static AdoptedChannel lookup(String internal) {
        try {
            Method descriptor = Class.forName(internal + "IOUtil").getDeclaredMethod("newFD", int.class);
            Method remote = Class.forName(internal + "Net").getDeclaredMethod("remoteAddress", FileDescriptor.class);
            Constructor<?> channel = Class.forName(internal + "SocketChannelImpl")
                    .getDeclaredConstructor(
                            SelectorProvider.class, ProtocolFamily.class, FileDescriptor.class, SocketAddress.class);
            descriptor.setAccessible(true);
            remote.setAccessible(true);
            channel.setAccessible(true);
            return new AdoptedChannel(descriptor, remote, channel);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "this JDK (" + Runtime.version() + ") does not let connections be handed to Jetty; use JDK 25, and"
                            + " start the JVM with --add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    e);
        }
    }

    /**
     * The channel of a connection, non-blocking. The channel closes the descriptor; when none is made, it is closed here.
     *
     * @param tcp whether it is one of TCP and not of a unix socket
     * @throws IOException the client had reset the connection
     */
    SocketChannel open(int number, boolean tcp) throws IOException {
        FileDescriptor descriptor = (FileDescriptor) call(() -> newDescriptor.invoke(null, number));
        SocketChannel channel;
        try {
            channel = tcp ? tcp(descriptor) : make(StandardProtocolFamily.UNIX, descriptor, unnamed());
        } catch (IOException | RuntimeException e) {
            new FileInputStream(descriptor).close();
            throw e;
        }
        try {
            channel.configureBlocking(false);
            if (tcp) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private SocketChannel tcp(FileDescriptor descriptor) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) call(() -> remoteAddress.invoke(null, descriptor));
        boolean v6 = remote.getAddress() instanceof Inet6Address;
        return make(v6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET, descriptor, remote);
    }

    private SocketChannel make(ProtocolFamily family, FileDescriptor descriptor, SocketAddress remote)
            throws IOException {
        return (SocketChannel)
                call(() -> constructor.newInstance(SelectorProvider.provider(), family, descriptor, remote));
    }

    private static SocketAddress unnamed() {
        return UnixDomainSocketAddress.of("");
    }

    private static Object call(Reflective call) throws IOException {
        try {
            return call.call();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Reflective {
        Object call() throws ReflectiveOperationException;
    }
}
