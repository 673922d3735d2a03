// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package io.netty.channel.epoll;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/**
 * Makes connections from this process to itself: unix sockets, with an abstract name (unix(7)), so that neither a port nor
 * a file is needed. Netty has no socketpair(2), and a call of our own through the FFM API would cost each boot about
 * 100 ms. It stands in Netty's package because only there the peer of a socket can be asked for.
 *
 * <p>Anybody in our network namespace can connect to an abstract name, so what is accepted has to be this process's own:
 * SO_PEERCRED says so. Not safe for use by several threads.
 */
public final class OwnConnections implements AutoCloseable {
    /** Strangers that may come between our connection and its accept before we give up. */
    private static final int MOST_STRANGERS = 16;

    static {
        Epoll.ensureAvailability(); // loads the native library, which Netty's socket classes need and do not load
    }

    private final int self = Math.toIntExact(ProcessHandle.current().pid());
    private final DomainSocketAddress name =
            new DomainSocketAddress("\0spawning-" + self + "-" + Long.toHexString(System.nanoTime()));
    private final Socket listener;
    private final byte[] peer = new byte[128];

    /**
     * The two ends of a connection, as descriptors, non-blocking.
     *
     * @param client to be closed by who asked for it
     * @param server likewise
     */
    public record Ends(int client, int server) {}

    /**
     * Opens the listener.
     *
     * @throws IOException the machine has no unix sockets for us, or no descriptors
     */
    public OwnConnections() throws IOException {
        listener = Socket.newSocketDomain();
        try {
            listener.bind(name);
            listener.listen(MOST_STRANGERS);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** Connects. Does not block. */
    public Ends connect() throws IOException {
        Socket client = Socket.newSocketDomain();
        try {
            if (!client.connect(name)) {
                throw new IOException("a connection to ourselves is refused");
            }
            return new Ends(client.intValue(), accept());
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private int accept() throws IOException {
        for (int i = 0; i < MOST_STRANGERS; i++) {
            int accepted = listener.accept(peer);
            if (accepted < 0) {
                break;
            }
            LinuxSocket socket = new LinuxSocket(accepted);
            if (socket.getPeerCredentials().pid() == self) {
                return accepted;
            }
            socket.close();
        }
        throw new IOException("our connection to ourselves did not arrive");
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
