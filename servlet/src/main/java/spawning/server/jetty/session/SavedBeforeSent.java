// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;

/**
 * The end of a request, as seen from the wire. Jetty's session handler puts its own layer above this one: it saves a changed session and then hands
 * the head of the response down to here; at the end it saves once more and then hands down the end. So here a save
 * that failed can still turn the response into 503, and here the locks can go.
 */
final class SavedBeforeSent extends HttpStream.Wrapper {
    /** Body of the response where a session could not be loaded or saved. */
    static final String UNAVAILABLE = "The session cannot be used at the moment. Please try again.\n";

    private final RequestSessions sessions;
    private boolean replaced;

    SavedBeforeSent(HttpStream wrapped, RequestSessions sessions) {
        super(wrapped);
        this.sessions = sessions;
    }

    @Override
    @SuppressWarnings("NullAway") // Jetty's null: no head this time
    public void send(
            MetaData.Request request, MetaData.Response response, boolean last, ByteBuffer content, Callback callback) {
        if (replaced) {
            callback.succeeded();
        } else if (response == null || response.getStatus() < 200 || sessions.failure() == null) {
            super.send(request, response, last, content, callback);
        } else {
            replaced = true;
            byte[] body = UNAVAILABLE.getBytes(StandardCharsets.US_ASCII);
            super.send(request, unavailable(response, body.length), true, ByteBuffer.wrap(body), callback);
        }
    }

    private static MetaData.Response unavailable(MetaData.Response instead, int length) {
        HttpFields.Mutable fields = HttpFields.build();
        for (HttpHeader kept : new HttpHeader[] {HttpHeader.CONNECTION, HttpHeader.DATE, HttpHeader.SERVER}) {
            HttpField field = instead.getHttpFields().getField(kept);
            if (field != null) fields.add(field);
        }
        fields.put(HttpHeader.CONTENT_TYPE, "text/plain");
        fields.put(HttpHeader.CACHE_CONTROL, "no-store");
        fields.put(HttpHeader.RETRY_AFTER, "1");
        fields.put(HttpHeader.CONTENT_LENGTH, length);
        return new MetaData.Response(HttpStatus.SERVICE_UNAVAILABLE_503, null, HttpVersion.HTTP_1_1, fields, length);
    }

    @Override
    public void succeeded() {
        sessions.end();
        super.succeeded();
    }

    @Override
    public void failed(Throwable why) {
        sessions.end();
        super.failed(why);
    }
}
