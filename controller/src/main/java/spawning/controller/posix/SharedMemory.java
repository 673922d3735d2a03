// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory to be shared with a child: a file without a name (memfd_create(2)), full of zeros. It is sealed against changes of
 * its size, for who touches mapped memory that a file no longer has is killed by SIGBUS.
 *
 * @param fd to be handed down
 * @param memory this process's mapping of it, which outlives the descriptor and is given back when nobody refers to it
 */
public record SharedMemory(Fd fd, ByteBuffer memory) implements AutoCloseable {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_SEAL_SEAL = 1;
    private static final int F_SEAL_SHRINK = 2;
    private static final int F_SEAL_GROW = 4;

    /**
     * Makes some.
     *
     * @param name for people, in /proc/PID/maps
     * @param bytes whole pages
     * @throws IOException no descriptor or no memory is left; nothing stays open
     */
    public static SharedMemory create(String name, int bytes) throws IOException {
        Fd fd = open(name);
        try {
            PosixException.check("ftruncate " + fd, CFunction.call("ftruncate", fd.number(), bytes));
            int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW;
            PosixException.check("seal " + fd, CFunction.call("fcntl", fd.number(), F_ADD_SEALS, seals));
            return new SharedMemory(fd, map(fd, bytes));
        } catch (IOException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private static Fd open(String name) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            long text = CFunction.string(arena, name).address();
            int number = CFunction.call("memfd_create", text, MFD_CLOEXEC | MFD_ALLOW_SEALING);
            return Posix.moved(PosixException.check("memfd_create " + name, number));
        }
    }

    /** By the name that the kernel has for each descriptor: so the JDK maps it, and unmaps it when it is garbage. */
    private static ByteBuffer map(Fd fd, int bytes) throws IOException {
        Path path = Path.of("/proc/self/fd", Integer.toString(fd.number()));
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return file.map(MapMode.READ_WRITE, 0, bytes);
        }
    }

    /** Closes the descriptor. */
    @Override
    public void close() {
        fd.close();
    }
}
