// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Iterator;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import spawning.server.wsgi.BadForwarding;
import spawning.server.wsgi.Endpoint;
import spawning.server.wsgi.Forwarding;
import spawning.server.wsgi.RequestHead;
import spawning.server.wsgi.RequestTarget;

/** Shows the application the client in place of trusted proxies, by the rules of {@link Forwarding}. */
record ForwardedRequests(Forwarding forwarding) implements HttpConfiguration.Customizer {
    @Override
    @SuppressWarnings("ReferenceEquality") // the same object is how Forwarding says that nothing was forwarded
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (!tells(request.getHeaders())) {
            return request;
        }
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        Endpoint remote = Endpoint.of(peer);
        if (!forwarding.trusts(remote, !(peer instanceof InetSocketAddress))) {
            return request;
        }
        RequestHead head = head(request, remote);
        try {
            RequestHead shown = forwarding.apply(head);
            return shown == head ? request : new Forwarded(request, shown, shown.remote() != remote);
        } catch (BadForwarding e) {
            throw new HttpException.RuntimeException(
                    HttpStatus.BAD_REQUEST_400, "Bad Forwarded Or X-Forwarded Header", e);
        }
    }

    /** Whether there may be something to apply; most requests have nothing, and are not to pay for it. */
    private static boolean tells(HttpFields headers) {
        for (HttpField field : headers) {
            String name = field.getName();
            if (name.regionMatches(true, 0, "Forwarded", 0, 9) || name.regionMatches(true, 0, "X-Forwarded-", 0, 12)) {
                return true;
            }
        }
        return false;
    }

    private static RequestHead head(Request request, Endpoint remote) {
        HttpURI uri = request.getHttpURI();
        String query = uri.getQuery();
        return new RequestHead(
                request.getMethod(),
                uri.getPathQuery(),
                new RequestTarget(uri.getPath(), query == null ? "" : query, uri.getAuthority()),
                "HTTP/1.1",
                () -> entries(request.getHeaders()),
                "http",
                remote,
                Endpoint.of(request.getConnectionMetaData().getLocalSocketAddress()));
    }

    /** Whether the client's address is what a trusted proxy says, and not that of our peer. */
    static boolean clientTold(Request request) {
        Forwarded forwarded = Request.as(request, Forwarded.class);
        return forwarded != null && forwarded.told;
    }

    /** All of them, names and values. */
    static Iterator<Map.Entry<String, String>> entries(HttpFields fields) {
        Iterator<HttpField> iterator = fields.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Map.Entry<String, String> next() {
                HttpField field = iterator.next();
                String value = field.getValue();
                return new SimpleImmutableEntry<>(field.getName(), value == null ? "" : value);
            }
        };
    }

    /** A request as its client sent it to the first proxy. */
    private static final class Forwarded extends Request.Wrapper {
        private final HttpURI uri;
        private final HttpFields headers;
        private final boolean secure;
        private final boolean told;
        private final ConnectionMetaData connection;

        Forwarded(Request request, RequestHead shown, boolean told) {
            super(request);
            this.told = told;
            secure = shown.scheme().equals("https");
            String authority = shown.parts().authority();
            HttpURI.Mutable changed = HttpURI.build(request.getHttpURI()).scheme(shown.scheme());
            if (authority == null || authority.equals(request.getHttpURI().getAuthority())) {
                headers = request.getHeaders();
            } else {
                changed.authority(authority);
                headers = HttpFields.build(request.getHeaders())
                        .put(HttpHeader.HOST, authority)
                        .asImmutable();
            }
            uri = changed.asImmutable();
            connection = new Client(request.getConnectionMetaData(), address(shown.remote()), secure);
        }

        /** A client that a proxy hides has none. */
        private static SocketAddress address(Endpoint client) {
            int port = client.port().isEmpty() ? 0 : Integer.parseInt(client.port());
            return client.host().isEmpty()
                    ? InetSocketAddress.createUnresolved("", 0)
                    : new InetSocketAddress(InetAddress.ofLiteral(client.host()), port);
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }
    }

    private static final class Client extends ConnectionMetaData.Wrapper {
        private final SocketAddress remote;
        private final boolean secure;

        Client(ConnectionMetaData wrapped, SocketAddress remote, boolean secure) {
            super(wrapped);
            this.remote = remote;
            this.secure = secure;
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return remote;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }
    }
}
