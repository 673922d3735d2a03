// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Sends messages to a unix datagram socket, of which the JDK knows nothing. One thread. */
public final class DatagramSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int PATH_AT = 2;
    private static final int MAX_PATH = 108;

    private final Fd fd;

    private DatagramSocket(Fd fd) {
        this.fd = fd;
    }

    /**
     * Connects to a socket.
     *
     * @param address an absolute path, or {@code @} and the name of an abstract socket (unix(7))
     * @throws PosixException nobody is there
     */
    public static DatagramSocket connect(String address) throws PosixException {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        if (name.length >= MAX_PATH) {
            throw new PosixException("connect to " + address, Errno.ENAMETOOLONG);
        }
        Fd fd = Posix.adopt(
                PosixException.check("socket", CFunction.call("socket", AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(PATH_AT + (long) MAX_PATH, 2);
            target.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, target, ValueLayout.JAVA_BYTE, PATH_AT, name.length);
            boolean isAbstract = address.startsWith("@");
            if (isAbstract) {
                target.set(ValueLayout.JAVA_BYTE, PATH_AT, (byte) 0);
            }
            int length = PATH_AT + name.length + (isAbstract ? 0 : 1);
            PosixException.check(
                    "connect to " + address, CFunction.call("connect", fd.number(), target.address(), length));
            return new DatagramSocket(fd);
        } catch (PosixException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** Sends a message, or fails at once when the receiver does not keep up. */
    public void send(String message) throws PosixException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
            PosixException.check(
                    "send",
                    CFunction.call("send", fd.number(), text.address(), bytes.length, MSG_NOSIGNAL | MSG_DONTWAIT));
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
