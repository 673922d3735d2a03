// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** A socket address as the kernel lays it out: struct sockaddr_in, sockaddr_in6 and sockaddr_un (ip(7), unix(7)). */
final class SocketAddresses {
    /** The largest of the three, sockaddr_un. */
    static final int MAX_BYTES = 110;

    /** The longest path of a unix socket in bytes: sun_path has 108, and one ends the string. */
    static final int MAX_PATH = 107;

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt SCOPE = ValueLayout.JAVA_INT;
    private static final int NO_SCOPE = -1;
    private static final int SUN_PATH = 2;

    private SocketAddresses() {}

    /** The family that an address needs: AF_UNIX, AF_INET or AF_INET6. */
    static int family(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress _ -> AF_UNIX;
            case InetSocketAddress inet -> inet.getAddress() instanceof Inet6Address ? AF_INET6 : AF_INET;
            default -> throw new IllegalArgumentException("no stream socket has an address such as " + address);
        };
    }

    /** The bytes of an address, exactly as long as they count. */
    static MemorySegment encode(Arena arena, SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> unix(arena, unix.getPath());
            case InetSocketAddress inet -> inet(arena, inet);
            default -> throw new IllegalArgumentException("no stream socket has an address such as " + address);
        };
    }

    private static MemorySegment unix(Arena arena, Path path) {
        MemorySegment text = CFunction.string(arena, path.toString());
        if (text.byteSize() - 1 > MAX_PATH) {
            throw new IllegalArgumentException("the unix socket path " + path + " has " + (text.byteSize() - 1)
                    + " bytes; the kernel allows " + MAX_PATH);
        }
        MemorySegment bytes = arena.allocate(SUN_PATH + text.byteSize(), 8);
        bytes.set(FAMILY, 0, (short) AF_UNIX);
        MemorySegment.copy(text, 0, bytes, SUN_PATH, text.byteSize());
        return bytes;
    }

    private static MemorySegment inet(Arena arena, InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        boolean v6 = ip.length == 16;
        MemorySegment bytes = arena.allocate(v6 ? 28 : 16, 8);
        bytes.set(FAMILY, 0, (short) (v6 ? AF_INET6 : AF_INET));
        bytes.set(PORT, 2, (short) address.getPort());
        MemorySegment.copy(ip, 0, bytes, ValueLayout.JAVA_BYTE, v6 ? 8 : 4, ip.length);
        if (address.getAddress() instanceof Inet6Address inet6) {
            bytes.set(SCOPE, 24, inet6.getScopeId());
        }
        return bytes;
    }

    /** The address in the bytes that the kernel filled in; a unix socket without a name has an empty path. */
    static SocketAddress decode(MemorySegment bytes, int length) {
        return switch (bytes.get(FAMILY, 0)) {
            case AF_UNIX -> UnixDomainSocketAddress.of(length <= SUN_PATH ? "" : bytes.getString(SUN_PATH));
            case AF_INET -> new InetSocketAddress(ip(bytes, 4, 4), port(bytes));
            case AF_INET6 -> new InetSocketAddress(ip(bytes, 8, 16), port(bytes));
            default -> throw new IllegalArgumentException("address family " + bytes.get(FAMILY, 0) + " is not served");
        };
    }

    private static int port(MemorySegment bytes) {
        return Short.toUnsignedInt(bytes.get(PORT, 2));
    }

    private static InetAddress ip(MemorySegment bytes, int offset, int length) {
        byte[] ip = new byte[length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, ip, 0, length);
        try {
            if (length == 16) {
                // not InetAddress.getByAddress: it turns a mapped v4 address into an Inet4Address
                int scope = bytes.get(SCOPE, 24);
                return Inet6Address.getByAddress(null, ip, scope == 0 ? NO_SCOPE : scope);
            }
            return InetAddress.getByAddress(ip);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are lawful lengths of an address", e);
        }
    }
}
