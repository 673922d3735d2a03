// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.listener.Bind;
import spawning.controller.listener.CannotBindException;
import spawning.controller.listener.PortHolder;
import spawning.controller.listener.SocketFile;
import spawning.controller.posix.Posix;

/** The unix socket, of mode 0600, on which operators steer this controller. It listens from the start on. */
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final int NOT_FOR_OTHERS = 0177;
    private static final int MODE = 0600;
    private static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private final SocketFile file;
    private final Path path;

    private ControlSocket(ServerSocketChannel channel, SocketFile file, Path path) {
        this.channel = channel;
        this.file = file;
        this.path = path;
    }

    /**
     * Makes it; a socket that a dead process left is replaced, and nothing else is. For the time of it, new files of this
     * process are for their owner only: called before there are other threads that make some.
     *
     * @throws CannotBindException another process listens there, a file is in the way, or the folder may not be written
     */
    public static ControlSocket open(Path path) throws CannotBindException {
        Bind.Unix bind = new Bind.Unix(path, OptionalInt.empty());
        try {
            SocketFile.removeStale(bind);
            return bound(path);
        } catch (CannotBindException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            String why = "the control socket cannot be made: " + e.getMessage();
            throw new CannotBindException(bind, why + (Files.exists(path) ? holder(bind) : ""), e);
        }
    }

    private static String holder(Bind.Unix bind) {
        return "; it is " + new PortHolder().describe(bind) + "; each instance needs a --control of its own";
    }

    private static ControlSocket bound(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        int mask = Posix.umask(NOT_FOR_OTHERS);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Posix.chmod(path, MODE); // also where an access control list of the folder says otherwise
            return new ControlSocket(channel, SocketFile.made(path), path);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        } finally {
            Posix.umask(mask);
        }
    }

    /** Where connections come from; blocking. */
    ServerSocketChannel channel() {
        return channel;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Nobody is let in any more; removes it from the file system. */
    @Override
    public void close() {
        try {
            file.unlink();
            channel.close();
        } catch (IOException e) {
            LOG.warn("the control socket {} cannot be removed: {}", path, e.toString());
        }
    }
}
