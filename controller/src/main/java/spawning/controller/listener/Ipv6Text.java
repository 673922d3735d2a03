// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.net.Inet6Address;
import spawning.protocol.IpAddress;

/** An IPv6 address as people write it: as {@link IpAddress} has it, with its scope. */
final class Ipv6Text {
    private Ipv6Text() {}

    /** The text, without brackets; with its scope if it has one: {@code fe80::1%eth0}. */
    static String of(Inet6Address address) {
        String java = address.getHostAddress();
        int scope = java.indexOf('%');
        return IpAddress.of(address) + (scope < 0 ? "" : java.substring(scope));
    }
}
