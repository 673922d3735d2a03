// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The headers that are the server's, decided when the response's head is sent, and the end of the response. */
final class ResponseStream extends HttpStream.Wrapper {
    private static final HttpField SERVER = new PreEncodedHttpField(HttpHeader.SERVER, "Spawning");
    private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");

    private static final HttpField CHUNKED = new PreEncodedHttpField(HttpHeader.TRANSFER_ENCODING, "chunked");

    private final Request request;
    private final Answering answering;
    private final ClientConnection connection;
    private final Connections connections;
    private final @Nullable HttpField keepAlive;
    private volatile int status;

    /** @param keepAlive what kept connections are promised; null: one request a connection */
    ResponseStream(
            HttpStream wrapped,
            Request request,
            Answering answering,
            ClientConnection connection,
            Connections connections,
            @Nullable HttpField keepAlive) {
        super(wrapped);
        this.request = request;
        this.answering = answering;
        this.connection = connection;
        this.connections = connections;
        this.keepAlive = keepAlive;
    }

    @Override
    public void prepareResponse(HttpFields.Mutable headers) {
        if (!headers.contains(HttpHeader.SERVER)) {
            headers.add(SERVER);
        }
        if (!headers.contains(HttpHeader.CONNECTION)) { // an upgrade has one
            connectionHeaders(headers);
        }
        super.prepareResponse(headers);
    }

    @Override
    public void send(
            MetaData.Request asked,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        if (response != null && response.getStatus() >= 200) { // others are interim: RFC 9110, section 15.2
            status = response.getStatus();
            connection.commits();
        }
        super.send(asked, response, last, content, callback);
    }

    private void connectionHeaders(HttpFields.Mutable headers) {
        boolean last = (connections.draining() && !connection.moreCame()) || connection.bodyStalled();
        if (last || keepAlive == null || request.getHeaders().contains(HttpHeader.CONNECTION, "close")) {
            headers.add(CLOSE);
            frame(headers);
        } else if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            headers.add(keepAlive);
        }
    }

    /** Chunked where there is no length, so that a response that breaks off is not taken for whole; Jetty would end it by closing. */
    private void frame(HttpFields.Mutable headers) {
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && !headers.contains(HttpHeader.CONTENT_LENGTH)) {
            headers.put(CHUNKED); // Jetty leaves it out again where there is no body
        }
    }

    /** What the client saw, or 0. */
    private int shownStatus() {
        return connection.takenOver() ? LateRequests.UNAVAILABLE : status;
    }

    @Override
    public void succeeded() {
        connection.answered();
        answering.ended(shownStatus());
        super.succeeded();
        if (connections.forced()) {
            connection.drain(spawning.server.engine.HttpEngine.DrainMode.FORCED, java.time.Duration.ZERO);
        }
    }

    @Override
    public void failed(Throwable cause) {
        connection.answered();
        answering.ended(shownStatus());
        super.failed(cause);
    }
}
