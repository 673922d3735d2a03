// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import spawning.server.log.RequestIds;

/** What is done with each request before anybody looks at it: it is noted as under way, and its response gets our headers. */
final class RequestStart implements HttpConfiguration.Customizer {
    private static final String TIMEOUT = "spawning.request_timeout";

    /** Set for requests that the worker makes itself, to warm up. */
    private static final String WARM_UP = "spawning.warmup";

    private final Connections connections;
    private final Duration limit;
    private final RequestIds ids;
    private final @Nullable HttpField keepAlive;

    /**
     * @param keepAlive what kept connections are promised; zero: one request a connection
     * @param limit the request timeout; zero is without limit
     */
    RequestStart(Connections connections, Duration keepAlive, Duration limit, RequestIds ids) {
        this.connections = connections;
        this.limit = limit;
        this.ids = ids;
        this.keepAlive = keepAlive.isZero()
                ? null
                : new PreEncodedHttpField(
                        "Keep-Alive",
                        "timeout=" + Math.max(1, keepAlive.plusMillis(999).toSeconds()));
    }

    @Override
    public Request customize(Request plain, HttpFields.Mutable responseHeaders) {
        Request request = ids.header().isEmpty() ? plain : new IdentifiedRequest(plain, ids);
        ClientConnection connection = of(request);
        Answering answering = Answering.of(request, connection.account().scoreboard(), limit);
        connection.begins(answering);
        request.addHttpStreamWrapper(
                stream -> new ResponseStream(stream, request, answering, connection, connections, keepAlive));
        if (!limit.isZero()) {
            request.setAttribute(TIMEOUT, (Consumer<Duration>) answering::extend);
        }
        if (connection.account().warmUp()) {
            request.setAttribute(WARM_UP, true);
        }
        return request;
    }

    /** Gives a request this time in place of the request timeout, if there is one. */
    static void extend(Request request, Duration fromNow) {
        Answering answering = of(request).answering();
        if (answering != null) {
            answering.extend(fromNow);
        }
    }

    /** The connection over which a request came. */
    static ClientConnection of(Request request) {
        return (ClientConnection)
                request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
