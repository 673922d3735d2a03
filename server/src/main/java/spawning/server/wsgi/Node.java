// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import org.jspecify.annotations.Nullable;
import spawning.protocol.IpAddress;
import spawning.protocol.TrustedProxies;

/**
 * Somebody whom a proxy names as the one it got a request from: RFC 7239, section 6, and what is usual in
 * X-Forwarded-For.
 *
 * @param address null for one that is hidden, or the client of a unix socket
 * @param port decimal; empty when none is named
 * @param unix the client of a unix socket, as nginx shows it
 */
record Node(@Nullable IpAddress address, String port, boolean unix) {
    private static final Node HIDDEN = new Node(null, "", false);
    private static final Node UNIX = new Node(null, "", true);

    /**
     * Reads an address with or without a port (one of IPv6 then in brackets), {@code unknown}, an obfuscated identifier
     * {@code _x}, or nginx's {@code unix:}.
     *
     * @throws BadForwarding it is none of them
     */
    static Node parse(String text) throws BadForwarding {
        IpAddress plain = IpAddress.parse(text);
        if (plain != null) {
            return new Node(plain, "", false);
        }
        if (text.equals("unix:")) {
            return UNIX;
        }
        int colon = text.indexOf(':', text.indexOf(']') + 1);
        String host = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? "" : text.substring(colon + 1);
        if (colon >= 0 && !Authority.isPort(port) && !isObfuscated(port)) {
            throw new BadForwarding();
        }
        if (host.equalsIgnoreCase("unknown") || isObfuscated(host)) {
            return HIDDEN;
        }
        IpAddress address = address(host);
        if (address == null) {
            throw new BadForwarding();
        }
        return new Node(address, isObfuscated(port) ? "" : port, false);
    }

    private static @Nullable IpAddress address(String host) {
        if (!host.startsWith("[")) {
            return IpAddress.parse(host);
        }
        boolean v6 = host.endsWith("]") && host.indexOf(':') > 0;
        return v6 ? IpAddress.parse(host.substring(1, host.length() - 1)) : null;
    }

    private static boolean isObfuscated(String text) {
        if (text.length() < 2 || text.charAt(0) != '_') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!Authority.isAlphanumeric(text.charAt(i)) && "._-".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether what it says about who is behind it is believed. */
    boolean trusted(TrustedProxies proxies) {
        return unix ? proxies.trustsUnix() : address != null && proxies.trusts(address);
    }

    /** As environ shows it: without an address when it has none. */
    Endpoint endpoint() {
        return address == null ? Endpoint.NONE : new Endpoint(address.toString(), port);
    }
}
