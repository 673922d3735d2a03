// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import spawning.controller.posix.Account;
import spawning.controller.posix.Errno;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Sockets;

/**
 * The name of a unix socket in the file system, which outlives the socket.
 *
 * @param path null for none
 * @param identity device and inode of what we made
 */
public record SocketFile(@Nullable Path path, @Nullable Object identity) {
    /** A socket without a name, or whose name is not ours. */
    public static final SocketFile NONE = new SocketFile(null, null);

    private static final int S_IFMT = 0170000;
    private static final int S_IFSOCK = 0140000;

    /** The file at a path where a socket has just been bound. */
    public static SocketFile made(Path path) throws IOException {
        return new SocketFile(path, identity(path));
    }

    /**
     * Sets owner and mode of this very file. Where the folder is another user's, who might put a link there meanwhile,
     * the name alone could lead root astray.
     */
    void arrange(Optional<Account> owner, OptionalInt mode) throws IOException {
        if (path == null || (owner.isEmpty() && mode.isEmpty())) {
            return;
        }
        try (Fd name = Posix.openName(path)) {
            Path itself = Path.of("/proc/self/fd/" + name.number());
            boolean socket = ((int) Files.getAttribute(itself, "unix:mode") & S_IFMT) == S_IFSOCK;
            if (!socket || !fileKey(itself).equals(identity)) {
                throw new IOException(path + " is no longer the socket that was made there; somebody replaced it");
            }
            if (owner.isPresent()) {
                Posix.chown(name, owner.get());
            }
            if (mode.isPresent()) {
                Posix.chmod(itself, mode.getAsInt());
            }
        }
    }

    /** Removes the file if it is still the one that we made; somebody may have put another in its place. */
    public void unlink() throws IOException {
        if (path == null) {
            return;
        }
        try {
            if (identity(path).equals(identity)) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // gone already: what was wanted
        } catch (AccessDeniedException e) {
            throw new IOException("permission denied in the folder of " + path, e);
        }
    }

    /**
     * Removes the socket that a dead process left behind: the kernel refuses connections to it.
     *
     * @throws PosixException a process listens there (the same error as that of bind(2) on it), or it cannot be told
     * @throws CannotBindException it is not a socket; such a file is never removed
     */
    public static void removeStale(Bind.Unix bind) throws IOException {
        Path path = bind.path();
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & S_IFMT) != S_IFSOCK) {
                throw new CannotBindException(
                        bind, path + " exists and is not a socket; remove it, or choose another path", null);
            }
        } catch (NoSuchFileException e) {
            return; // the usual case
        }
        if (isRefused(path)) {
            Files.deleteIfExists(path);
        }
    }

    private static boolean isRefused(Path path) throws PosixException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        try (Fd socket = Sockets.socket(address)) {
            Sockets.connect(socket, address);
            return false;
        } catch (PosixException e) {
            return e.errno() == Errno.ECONNREFUSED; // all else, such as a full queue (EAGAIN): bind(2) shall say it
        }
    }

    private static Object identity(Path path) throws IOException {
        return fileKey(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Object fileKey(Path path, LinkOption... options) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, options).fileKey();
    }
}
