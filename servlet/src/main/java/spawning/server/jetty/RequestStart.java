// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.time.Duration;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What is done with each request before anybody looks at it: it is noted as under way, and its response gets our headers. */
final class RequestStart implements HttpConfiguration.Customizer {
    private final Connections connections;
    private final @Nullable HttpField keepAlive;

    /** @param keepAlive what kept connections are promised; zero: one request a connection */
    RequestStart(Connections connections, Duration keepAlive) {
        this.connections = connections;
        this.keepAlive = keepAlive.isZero()
                ? null
                : new PreEncodedHttpField(
                        "Keep-Alive",
                        "timeout=" + Math.max(1, keepAlive.plusMillis(999).toSeconds()));
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        ClientConnection connection = of(request);
        connection.begins(
                new Answering(request.getMethod() + " " + request.getHttpURI().getPath()));
        request.addHttpStreamWrapper(stream -> new ResponseStream(stream, request, connection, connections, keepAlive));
        return request;
    }

    /** The connection over which a request came. */
    static ClientConnection of(Request request) {
        return (ClientConnection)
                request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
