// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import org.jspecify.annotations.Nullable;
import spawning.protocol.IpAddress;

/**
 * What a client asked for: host and port of a URL.
 *
 * @param name a registered name or an address, one of IPv6 in its brackets
 * @param port decimal; empty when none was given
 */
record Authority(String name, String port) {
    private static final int HIGHEST_PORT = 65_535;

    /** Reads {@code name}, {@code name:port} or the like with an address; null when it is none, or has a userinfo. */
    static @Nullable Authority parse(String text) {
        int bracket = text.lastIndexOf(']');
        int colon = text.indexOf(':', bracket + 1);
        String name = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? "" : text.substring(colon + 1);
        boolean named = bracket < 0 ? isName(name) : isBracketed(name);
        return named && (port.isEmpty() || isPort(port)) ? new Authority(name, port) : null;
    }

    /** Whether this is a port from 1 to 65535. */
    static boolean isPort(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return false;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        return value >= 1 && value <= HIGHEST_PORT;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isBracketed(String name) {
        return name.length() > 2
                && name.charAt(0) == '['
                && name.indexOf(':') >= 0
                && IpAddress.parse(name.substring(1, name.length() - 1)) != null;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isAlphanumeric(name.charAt(i)) && "-._~%".indexOf(name.charAt(i)) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    @Override
    public String toString() {
        return port.isEmpty() ? name : name + ":" + port;
    }
}
