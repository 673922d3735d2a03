// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, as text.
 *
 * @param host an address, an IPv4 one that came mapped into IPv6 shown as IPv4; empty for a unix socket
 * @param port decimal; empty for a unix socket
 */
public record Endpoint(String host, String port) {
    /** An end without an address: a unix socket, or a peer that left before it was asked for. */
    public static final Endpoint NONE = new Endpoint("", "");

    /** The end at a socket address; {@link #NONE} unless that is one of IP. */
    public static Endpoint of(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress ip && ip.getAddress() != null
                ? new Endpoint(text(ip.getAddress()), Integer.toString(ip.getPort()))
                : NONE;
    }

    private static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address && mapsIpv4(bytes)) {
            bytes = Arrays.copyOfRange(bytes, 12, 16);
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress(); // without the scope of a link-local address
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    /** Whether these are 80 bits of zero and 16 of one: RFC 4291, section 2.5.5.2. */
    private static boolean mapsIpv4(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }
}
