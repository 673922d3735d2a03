// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import spawning.protocol.IpAddress;
import spawning.protocol.TrustedProxies;

/**
 * Shows the application the client in place of the proxies before it: RFC 7239's Forwarded and the X-Forwarded-* that came
 * before it. Proxies append to these lists, so they are read from the right, past those that are trusted, to the first
 * who is not: that is the client, and what stands left of it, the client may have invented. The rules and their reasons
 * stand in docs/http.md. Any thread; nothing is looked up, locked or kept.
 */
public final class Forwarding {
    private final TrustedProxies proxies;

    /** @param proxies who is believed */
    public Forwarding(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /**
     * Whether what comes over a connection is to be looked at; asked once a connection.
     *
     * @param peer its other end
     * @param unix whether it came through a unix socket
     */
    public boolean trusts(Endpoint peer, boolean unix) {
        if (unix) {
            return proxies.trustsUnix();
        }
        IpAddress address = IpAddress.parse(peer.host());
        return address == null ? proxies.anybody() : proxies.trusts(address);
    }

    /**
     * A request from a trusted peer as the client sent it; the same when there is no header to tell of it.
     *
     * @throws BadForwarding the headers are malformed or contradict each other
     */
    public RequestHead apply(RequestHead head) throws BadForwarding {
        ForwardingHeaders found = ForwardingHeaders.in(head.headers());
        if (found == null) {
            return head;
        }
        Origin usual = usual(found);
        if (found.forwarded.isEmpty()) {
            return usual.applyTo(head);
        }
        Origin standard = standard(found.forwarded);
        if (!standard.includes(usual)) {
            throw new BadForwarding(); // one of the two is the client's own invention, and nobody knows which
        }
        return standard.applyTo(head);
    }

    /** What Forwarded says. */
    private Origin standard(List<String> lines) throws BadForwarding {
        List<ForwardedElement> elements = new ArrayList<>();
        for (String line : lines) {
            ForwardedElement.parse(line, elements);
        }
        @Nullable Node client = null;
        @Nullable String scheme = null;
        @Nullable Authority host = null;
        for (ForwardedElement element : elements.reversed()) {
            scheme = element.proto() == null ? scheme : scheme(element.proto());
            host = element.host() == null ? host : authority(element.host());
            if (element.node() == null) {
                break; // who was before that proxy is not known
            }
            client = Node.parse(element.node());
            if (!client.trusted(proxies)) {
                break;
            }
        }
        return new Origin(client == null ? null : client.endpoint(), scheme, host, null);
    }

    /** What X-Forwarded-* say. */
    private Origin usual(ForwardingHeaders found) throws BadForwarding {
        @Nullable Node client = null;
        int hops = 0;
        for (String element : found.xFor.reversed()) {
            hops++;
            client = Node.parse(element);
            if (!client.trusted(proxies)) {
                break;
            }
        }
        String host = believed(found.xHost, hops);
        String port = believed(found.xPort, hops);
        if (port != null && !Authority.isPort(port)) {
            throw new BadForwarding();
        }
        return new Origin(
                client == null ? null : client.endpoint(),
                scheme(found, hops),
                host == null ? null : authority(host),
                port);
    }

    /** The element of the proxy that the client connected to: some proxies append, others replace or pass on. */
    private static @Nullable String believed(List<String> list, int hops) {
        return list.isEmpty() ? null : list.get(Math.max(0, list.size() - Math.max(1, hops)));
    }

    /** Several headers tell the scheme, and have to agree. */
    private static @Nullable String scheme(ForwardingHeaders found, int hops) throws BadForwarding {
        String proto = believed(found.xProto, hops);
        String ssl = believed(found.xSsl, hops);
        String protocol = believed(found.xProtocol, hops);
        @Nullable String scheme = proto == null ? null : scheme(proto);
        if (ssl != null) {
            scheme = agreed(scheme, switched(ssl));
        }
        if (protocol != null) {
            scheme = agreed(scheme, protocol.equalsIgnoreCase("ssl") ? "https" : scheme(protocol));
        }
        return scheme;
    }

    private static String agreed(@Nullable String first, String second) throws BadForwarding {
        if (first != null && !first.equals(second)) {
            throw new BadForwarding();
        }
        return second;
    }

    private static String switched(String ssl) throws BadForwarding {
        return switch (ssl.toLowerCase(Locale.ROOT)) {
            case "on" -> "https";
            case "off" -> "http";
            default -> throw new BadForwarding();
        };
    }

    /** A WebSocket begins as a request of HTTP, whatever the client's URL says. */
    private static String scheme(String proto) throws BadForwarding {
        return switch (proto.toLowerCase(Locale.ROOT)) {
            case "http", "ws" -> "http";
            case "https", "wss" -> "https";
            default -> throw new BadForwarding();
        };
    }

    private static Authority authority(String host) throws BadForwarding {
        Authority authority = Authority.parse(host);
        if (authority == null) {
            throw new BadForwarding();
        }
        return authority;
    }
}
