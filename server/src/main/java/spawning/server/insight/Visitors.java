// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.util.List;
import java.util.Locale;
import spawning.protocol.Insight;
import spawning.protocol.IpAddress;
import spawning.protocol.IpNetwork;

/**
 * Who may see the worker's own pages: {@code --insight-allow}.
 *
 * @param everybody whoever can send requests
 * @param networks whose clients may
 */
record Visitors(boolean everybody, List<IpNetwork> networks) {
    private static final List<IpNetwork> LOOPBACK = List.of(IpNetwork.parse("127.0.0.0/8"), IpNetwork.parse("::1"));

    static Visitors of(List<String> elements) {
        return new Visitors(
                elements.contains(Insight.ALL),
                elements.stream()
                        .filter(element -> !element.equals(Insight.ALL))
                        .map(IpNetwork::parse)
                        .toList());
    }

    /** Why a request is refused, as the end of a sentence; empty when it is not. */
    String refusal(Asked asked) {
        if (everybody) {
            return "";
        }
        IpAddress client = IpAddress.parse(asked.client());
        if (client == null) {
            return "the address of this client is not known";
        }
        if (asked.relayed()) {
            return "a proxy passed this request on, and --forwarded-allow-ips does not believe it, or it does not say, for"
                    + " whom";
        }
        if (networks.stream().noneMatch(network -> network.contains(client))) {
            return client + " is not among them";
        }
        if (onlyLoopback() && !isLoopback(asked.host())) {
            return "this request is for another host than localhost, as those are that a proxy passes on, or a page of"
                    + " another site sends";
        }
        return "";
    }

    private boolean onlyLoopback() {
        return networks.stream()
                .allMatch(network -> LOOPBACK.stream()
                        .anyMatch(loopback ->
                                network.prefix() >= loopback.prefix() && loopback.contains(network.first())));
    }

    /** Names under localhost never leave the machine: RFC 6761, section 6.3. */
    private static boolean isLoopback(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon >= 0 && host.indexOf(']', colon) < 0;
        String name = (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        boolean bracketed = name.startsWith("[") && name.endsWith("]");
        IpAddress address = IpAddress.parse(bracketed ? name.substring(1, name.length() - 1) : name);
        return address != null && LOOPBACK.stream().anyMatch(loopback -> loopback.contains(address));
    }
}
