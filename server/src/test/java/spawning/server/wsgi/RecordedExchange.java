// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exchange that notes what was done to it. */
final class RecordedExchange implements Exchange {
    final StringBuilder sent = new StringBuilder();

    @Nullable
    ResponseHead response;

    @Nullable
    BodyFailure bodyFailure;

    /** What sending throws. */
    @Nullable
    Error sendError;

    /** What sending a file throws. */
    @Nullable
    FileFailure fileFailure;

    @Nullable
    Duration extended;

    boolean clientGone;
    int ends;
    boolean aborted;
    private final RequestHead head;

    RecordedExchange() {
        this("GET", "/", List.of());
    }

    RecordedExchange(String method, String target, List<Map.Entry<String, String>> headers) {
        head = new RequestHead(
                method,
                target,
                RequestTarget.parse(method, target),
                "HTTP/1.1",
                headers,
                "http",
                new Endpoint("192.0.2.1", "5000"),
                new Endpoint("192.0.2.2", "80"));
    }

    static Map<String, Object> environ(Object... pairs) {
        Map<String, Object> environ = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environ.put((String) pairs[i], pairs[i + 1]);
        }
        return environ;
    }

    @Override
    public String requestId() {
        return "7-1";
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public @Nullable BodyFailure bodyFailure() {
        return bodyFailure;
    }

    @Override
    public boolean committed() {
        return response != null;
    }

    @Override
    public boolean clientTold() {
        return false;
    }

    @Override
    public boolean clientGone() {
        return clientGone;
    }

    @Override
    public void send(ResponseHead head, byte[] body) throws IOException {
        begin(head, body);
        ends++;
    }

    @Override
    public void sendFile(ResponseHead head, FilePart part) throws IOException {
        begin(head, new byte[0]);
        sent.append("file ").append(part.position()).append('+').append(part.count());
        if (fileFailure != null) {
            throw fileFailure;
        }
        ends++;
    }

    @Override
    public void begin(ResponseHead head, byte[] first) throws IOException {
        if (clientGone) {
            throw new IOException("gone");
        }
        if (sendError != null) {
            throw sendError;
        }
        response = head;
        write(first);
    }

    @Override
    public void write(byte[] piece) {
        sent.append('[').append(new String(piece, StandardCharsets.ISO_8859_1)).append(']');
    }

    @Override
    public void nothingYet() {
        // whoever tests has no client that could leave
    }

    @Override
    public void extend(Duration fromNow) {
        extended = fromNow;
    }

    @Override
    public void finish() {
        ends++;
    }

    @Override
    public void abort() {
        aborted = true;
        ends++;
    }
}
