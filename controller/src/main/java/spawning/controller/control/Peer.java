// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/** Who may steer: the user of this process, and root. The kernel tells who the peer is (SO_PEERCRED, unix(7)). */
final class Peer {
    private final Set<UserPrincipal> allowed;

    private Peer(Set<UserPrincipal> allowed) {
        this.allowed = allowed;
    }

    /** Knows those who are allowed. */
    static Peer check() throws IOException {
        Path self = Path.of("/proc/self");
        // a name that nobody has is taken for a number
        UserPrincipal root =
                self.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0");
        UserPrincipal own = Files.getOwner(self);
        return new Peer(own.equals(root) ? Set.of(own) : Set.of(own, root));
    }

    boolean allows(UserPrincipal user) {
        return allowed.contains(user);
    }

    static UserPrincipal of(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    }
}
