// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the trusted proxies say about where a request comes from; null for what they do not say.
 *
 * @param client the client's end of its connection
 * @param scheme {@code http} or {@code https}
 * @param host what the client asked for
 * @param port at which the client asked
 */
record Origin(
        @Nullable Endpoint client,
        @Nullable String scheme,
        @Nullable Authority host,
        @Nullable String port) {

    /** Whether the other says nothing that this does not say, too; ports aside, which one of two may leave out. */
    boolean includes(Origin other) {
        boolean sameClient =
                other.client == null || (client != null && client.host().equals(other.client.host()));
        boolean sameScheme = other.scheme == null || other.scheme.equals(scheme);
        boolean sameHost = other.host == null || (host != null && host.name().equalsIgnoreCase(other.host.name()));
        return sameClient && sameScheme && sameHost;
    }

    /** The request as the client sent it, as far as is known. */
    RequestHead applyTo(RequestHead head) {
        Endpoint remote = client == null ? head.remote() : client;
        if (scheme == null && host == null && port == null) {
            return with(head, head.parts(), head.scheme(), remote, head.local());
        }
        String newScheme = scheme == null ? head.scheme() : scheme;
        Authority asked = host == null ? asked(head) : host;
        String usual = newScheme.equals("https") ? "443" : "80";
        String newPort = portOf(asked, usual);
        RequestTarget parts = head.parts();
        if (asked != null && (host != null || port != null)) {
            boolean verbatim = port == null || (host != null && !host.port().isEmpty());
            Authority shown = verbatim ? asked : new Authority(asked.name(), newPort.equals(usual) ? "" : newPort);
            parts = new RequestTarget(parts.path(), parts.query(), shown.toString());
        }
        return with(head, parts, newScheme, remote, new Endpoint(name(asked, head.local()), newPort));
    }

    /** A port in the forwarded host is the client's; the one in the Host header may be a proxy's. */
    private String portOf(@Nullable Authority asked, String usual) {
        if (port != null && (host == null || host.port().isEmpty())) {
            return port;
        }
        return asked == null || asked.port().isEmpty() ? usual : asked.port();
    }

    private static String name(@Nullable Authority asked, Endpoint local) {
        if (asked != null) {
            return asked.name();
        }
        return local.host().isEmpty() ? "localhost" : local.name();
    }

    private static @Nullable Authority asked(RequestHead head) {
        String authority = head.parts().authority();
        if (authority != null) {
            return Authority.parse(authority);
        }
        for (Map.Entry<String, String> header : head.headers()) {
            if (header.getKey().equalsIgnoreCase("Host")) {
                return Authority.parse(header.getValue());
            }
        }
        return null;
    }

    private static RequestHead with(
            RequestHead head, RequestTarget parts, String scheme, Endpoint remote, Endpoint local) {
        return new RequestHead(
                head.method(), head.target(), parts, head.protocol(), head.headers(), scheme, remote, local);
    }
}
