// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import spawning.protocol.IpAddress;

/**
 * One end of a connection, as text; made once a connection, not once a request.
 *
 * @param host an address as {@link IpAddress} shows it, an IPv4 one that came mapped into IPv6 as IPv4; empty for a unix
 *     socket
 * @param port decimal; empty for a unix socket
 * @param name the host as it stands in a URL and in SERVER_NAME, an IPv6 address in brackets (RFC 3875, section 4.1.14)
 */
public record Endpoint(String host, String port, String name) {
    /** An end without an address: a unix socket, or a peer that left before it was asked for. */
    public static final Endpoint NONE = new Endpoint("", "");

    /**
     * An end.
     *
     * @param host an address or, at the server's end, a name; an IPv6 address with brackets or without
     */
    public Endpoint(String host, String port) {
        this(host, port, host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]");
    }

    /** The end at a socket address; {@link #NONE} unless that is one of IP. */
    public static Endpoint of(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress ip && ip.getAddress() != null
                ? new Endpoint(IpAddress.of(ip.getAddress()).toString(), Integer.toString(ip.getPort()))
                : NONE;
    }
}
