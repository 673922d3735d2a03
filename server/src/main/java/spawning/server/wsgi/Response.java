// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;
import spawning.wsgi.Write;

/** The response of one request while the application makes it; used by the thread that runs the request. */
final class Response implements StartResponse, Write {
    private static final Logger LOG = LoggerFactory.getLogger(Response.class);
    private static final byte[] NOTHING = {};

    private final Exchange exchange;
    private @Nullable ResponseHead head;

    /** Bytes that may still be sent under the declared length; meaningless without one. */
    private long room;

    private boolean overlong;
    private boolean ended;

    Response(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public Write start(String status, List<Header> headers, @Nullable Throwable error) {
        if (ended) {
            throw new IllegalStateException("start was called after the end of the request", error);
        }
        if (error == null && head != null) {
            throw new IllegalStateException("start was called a second time, without an error");
        }
        if (error != null && exchange.committed()) {
            throw new IllegalStateException("start was called with an error after headers were sent", error);
        }
        head = ResponseHead.of(status, headers);
        return this;
    }

    /**
     * The write of the contract.
     *
     * @throws IllegalStateException this goes past the declared length; what fits was sent
     */
    @Override
    public void write(byte[] bytes) throws IOException {
        if (ended) {
            throw new IllegalStateException("write was called after the end of the request");
        }
        send(Objects.requireNonNull(bytes, "write was given null"));
        if (overlong) {
            throw new IllegalStateException(
                    "write went past the Content-Length of " + started().contentLength());
        }
    }

    /** Sends a piece of the body at once, as far as the declared length allows. */
    void send(byte[] bytes) throws IOException {
        ResponseHead started = started();
        if (bytes.length == 0) {
            exchange.nothingYet();
            return;
        }
        if (!exchange.committed()) {
            room = started.contentLength();
            exchange.begin(started, cut(bytes));
            return;
        }
        byte[] piece = cut(bytes);
        if (piece.length > 0) {
            exchange.write(piece);
        }
    }

    /** Sends a body that is all there is, so that its length is known. */
    void writeOnly(byte[] body) throws IOException {
        if (exchange.committed()) {
            send(body);
            finish();
            return;
        }
        ResponseHead whole = started().withLength(body.length);
        room = whole.contentLength();
        byte[] piece = cut(body);
        if (tooShort(whole, room)) {
            throw tooShortFailure(whole, room);
        }
        ended = true;
        exchange.send(whole, piece);
    }

    /**
     * Sends a file, in one go when it is one and nothing went before; at most as much of it as was declared. HEAD fails where
     * GET would, as far as that shows without reading.
     */
    void sendFile(FileBody body) throws IOException {
        ResponseHead started = started();
        if (!started.bodiless()) {
            body.requireOpen();
        }
        FilePart part = exchange.committed() || started.bodiless() ? null : body.unreadPart();
        if (exchange.committed()) {
            sendBlocks(body, started, room);
        } else if (part != null) {
            sendPart(started.withLength(part.count()), part);
        } else if (bodiless(started)) {
            ended = true;
            exchange.send(started, NOTHING);
        } else {
            sendBlocks(body, started, started.contentLength());
        }
    }

    private void sendPart(ResponseHead whole, FilePart part) throws IOException {
        long missing = whole.contentLength() - part.count();
        if (missing > 0) {
            throw tooShortFailure(whole, missing);
        }
        ended = true;
        if (whole.contentLength() == 0 || bodiless(whole)) {
            exchange.send(whole, NOTHING);
        } else {
            exchange.sendFile(whole, part.first(whole.contentLength()));
        }
    }

    private void sendBlocks(FileBody body, ResponseHead started, long most) throws IOException {
        if (bodiless(started)) {
            body.limit(0);
        } else if (started.contentLength() != ResponseHead.UNKNOWN) {
            body.limit(most);
        }
        for (byte[] block : body) {
            send(block);
        }
        finish();
    }

    /**
     * Ends the response.
     *
     * @throws IllegalStateException there is no response, or it is shorter than its declared length; when a part of it
     *     was sent, the exchange has been aborted
     */
    void finish() throws IOException {
        ResponseHead started = started();
        if (!exchange.committed()) {
            // nothing came of HEAD's body: its length is not known to be zero
            boolean known = !exchange.head().method().equals("HEAD");
            ResponseHead empty = known ? started.withLength(0) : started;
            room = empty.contentLength();
            if (tooShort(empty, room)) {
                throw tooShortFailure(empty, room);
            }
            ended = true;
            exchange.send(empty, NOTHING);
            return;
        }
        if (tooShort(started, room)) {
            throw tooShortFailure(started, room);
        }
        ended = true;
        exchange.finish();
    }

    /**
     * Whether nothing of what the application may still produce would be sent: an endless body is left here, for no client
     * would hold it up.
     */
    boolean sated() {
        return overlong || (exchange.committed() && bodiless(started()));
    }

    /** Whether all that the client was promised was sent, and the application has more. */
    boolean overlong() {
        return overlong;
    }

    /** Marks the end, so that an application which kept this object is told. */
    void end() {
        ended = true;
    }

    private ResponseHead started() {
        if (head == null) {
            throw new IllegalStateException("the application did not call start before it sent or returned its body");
        }
        return head;
    }

    private boolean tooShort(ResponseHead response, long missing) {
        return response.contentLength() != ResponseHead.UNKNOWN && missing > 0 && !bodiless(response);
    }

    private boolean bodiless(ResponseHead response) {
        return response.bodiless() || exchange.head().method().equals("HEAD");
    }

    private static IllegalStateException tooShortFailure(ResponseHead response, long missing) {
        return new IllegalStateException("the body has " + (response.contentLength() - missing)
                + " bytes, its Content-Length says " + response.contentLength());
    }

    /** What of these bytes fits the declared length; more would be taken for the next response. */
    private byte[] cut(byte[] bytes) {
        ResponseHead started = started();
        if (started.contentLength() == ResponseHead.UNKNOWN) {
            room = 0;
            return bytes;
        }
        if (bytes.length <= room) {
            room -= bytes.length;
            return bytes;
        }
        if (!overlong) {
            overlong = true;
            LOG.error(
                    "{} {}: the body is longer than its Content-Length of {}; the rest of it is not sent",
                    exchange.head().method(),
                    exchange.head().shownPath(),
                    started.contentLength());
        }
        byte[] piece = Arrays.copyOf(bytes, (int) room);
        room = 0;
        return piece;
    }
}
