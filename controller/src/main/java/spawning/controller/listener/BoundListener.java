// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.io.IOException;
import spawning.controller.posix.Fd;
import spawning.controller.posix.SocketFilter;
import spawning.controller.posix.Sockets;
import spawning.protocol.ListenerKind;

/**
 * A socket that listens, non-blocking for all who share it. Closed by the {@link Listeners} that opened it.
 *
 * @param bind what it was asked for as
 * @param fd the controller's own descriptor, which can be handed down
 * @param kind what a worker has to know
 * @param address as bound, and as shown: {@code 127.0.0.1:8080} with the real port, {@code [::1]:8080},
 *     {@code unix:/run/a.sock}
 * @param file the name of a unix socket that we bound, else {@link SocketFile#NONE}
 */
public record BoundListener(Bind bind, Fd fd, ListenerKind kind, String address, SocketFile file) {
    /**
     * Lets no new connection in, and resets none: what the queue holds can still be accepted, and so can handshakes in
     * flight. For good. An inherited listener is left as it is: its queue belongs to the next who listens.
     */
    void closeGate() throws IOException {
        switch (kind) {
            case TCP -> Sockets.attachFilter(fd, SocketFilter.DROP_SYN);
            case UNIX -> file.unlink();
            case INHERITED_TCP, INHERITED_UNIX, WARM_UP -> {
                // not ours to close
            }
        }
    }

    /** First the name, then the socket: while it is open, the kernel gives the number of its inode to no other file. */
    void close() throws IOException {
        try {
            file.unlink();
        } finally {
            fd.close();
        }
    }
}
