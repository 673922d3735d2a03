// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import spawning.server.engine.RequestUnderWay;
import spawning.server.green.GreenThreads;
import spawning.server.netty.RequestCheck.Accepted;
import spawning.server.wsgi.BadForwarding;
import spawning.server.wsgi.BodyFailure;
import spawning.server.wsgi.Exchange;
import spawning.server.wsgi.FilePart;
import spawning.server.wsgi.RequestHead;
import spawning.server.wsgi.ResponseHead;

/** A request on its way through the thread that runs it. What is not final belongs to that thread. */
final class NettyExchange implements Exchange, Runnable {
    /** The most that is copied out of the application's arrays before the client has taken what went before. */
    private static final int MAX_PIECE = 65_536;

    /** What most heads need. */
    private static final int HEAD_BYTES = 512;

    /** How much of a body that the application did not read is received to keep the connection. */
    static final int MAX_LEFTOVER = 65_536;

    private final EngineParts engine;
    private final Connection connection;
    private final Wire wire;
    private final RequestHead head;
    private final RequestBody body;
    private final boolean wantsKeepAlive;
    private final long started = System.nanoTime();
    private final Signal writable = new Signal();

    /** What runs the request; null before and after. */
    private volatile @Nullable Thread thread;

    private volatile boolean committed;
    private Framing framing = Framing.NO_BODY;
    private boolean close;
    private int status;
    private long sent;

    /**
     * The exchange for a request that the check has accepted.
     *
     * @throws BadForwarding a trusted proxy tells nonsense about the client; nothing was made
     */
    static NettyExchange of(EngineParts engine, Connection connection, HttpRequest request, Accepted accepted)
            throws BadForwarding {
        RequestHead head = new RequestHead(
                request.method().name(),
                request.uri(),
                accepted.target(),
                request.protocolVersion().text(),
                () -> request.headers().iteratorAsString(),
                "http",
                connection.remote(),
                connection.local());
        if (connection.fromTrustedProxy()) {
            head = engine.forwarding().apply(head);
        }
        RequestBody body = new RequestBody(
                connection, accepted.bodyLength(), engine.settings().maxBody(), accepted.expectsContinue());
        boolean keepAlive = !engine.settings().keepAlive().isZero() && HttpUtil.isKeepAlive(request);
        return new NettyExchange(engine, connection, head, body, keepAlive);
    }

    private NettyExchange(
            EngineParts engine, Connection connection, RequestHead head, RequestBody body, boolean keepAlive) {
        this.engine = engine;
        this.connection = connection;
        this.wire = connection.wire();
        this.head = head;
        this.body = body;
        this.wantsKeepAlive = keepAlive;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            engine.runner().run(this);
        } finally {
            thread = null;
        }
    }

    /** Any thread. */
    RequestUnderWay underWay() {
        Thread runs = thread;
        return new RequestUnderWay(line(), Duration.ofNanos(System.nanoTime() - started), runs, runs != null);
    }

    /** Method and path, for people. */
    String line() {
        return head.method() + " " + head.shownPath();
    }

    Connection connection() {
        return connection;
    }

    /** Has a blocked write look again. The loop's side. */
    void raiseWritable() {
        writable.raise();
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public InputStream body() {
        return body;
    }

    RequestBody requestBody() {
        return body;
    }

    @Override
    public @Nullable BodyFailure bodyFailure() {
        return body.failure();
    }

    @Override
    public boolean committed() {
        return committed;
    }

    @Override
    public boolean clientGone() {
        return !wire.active() || body.failure() == BodyFailure.ABORTED;
    }

    @Override
    public void send(ResponseHead response, byte[] whole) throws IOException {
        if (whole.length > MAX_PIECE) {
            begin(response, whole);
            finish();
            return;
        }
        awaitWritable();
        ByteBuf out = headFor(response, whole.length);
        addPiece(out, whole, 0, whole.length);
        end(out);
    }

    @Override
    public void sendFile(ResponseHead response, FilePart part) throws IOException {
        awaitWritable();
        ByteBuf out = headFor(response, 0);
        FileSender sender = new FileSender(wire, writable, part);
        try {
            sender.send(out);
        } finally {
            sent += sender.taken();
        }
        finish();
    }

    @Override
    public void begin(ResponseHead response, byte[] first) throws IOException {
        awaitWritable();
        int length = Math.min(first.length, MAX_PIECE);
        ByteBuf out = headFor(response, length);
        addPiece(out, first, 0, length);
        wire.send(out);
        writeFrom(first, length);
    }

    @Override
    public void write(byte[] piece) throws IOException {
        writeFrom(piece, 0);
    }

    @Override
    public void nothingYet() throws IOException {
        if (clientGone()) {
            throw new IOException("the client went away");
        }
        if (Thread.currentThread().isVirtual()) {
            Thread.yield(); // the loop may have to learn that the client is gone
        }
    }

    @Override
    public void finish() {
        end(ResponseEncoder.end(framing));
    }

    @Override
    public void abort() {
        body.discard();
        connection.abort();
        log(committed ? status : 499); // nginx's number for a client that closed before its answer
    }

    private void writeFrom(byte[] bytes, int offset) throws IOException {
        if (framing == Framing.NO_BODY) {
            return;
        }
        for (int at = offset; at < bytes.length; at += MAX_PIECE) {
            awaitWritable();
            int length = Math.min(bytes.length - at, MAX_PIECE);
            ByteBuf out = wire.buffer(length + 16);
            addPiece(out, bytes, at, length);
            wire.send(out);
        }
    }

    private void addPiece(ByteBuf out, byte[] bytes, int offset, int length) {
        if (framing != Framing.NO_BODY && length > 0) {
            ResponseEncoder.piece(out, bytes, offset, length, framing);
            sent += length;
        }
    }

    /** Decides what becomes of the connection, and says so in the head. */
    private ByteBuf headFor(ResponseHead response, int pieceLength) {
        committed = true;
        status = response.status();
        boolean toHttp10 = head.protocol().equals("HTTP/1.0");
        framing = Framing.of(response, head.method().equals("HEAD"), toHttp10);
        close = !wantsKeepAlive
                || (engine.connections().draining() && !connection.moreCame())
                || framing == Framing.UNTIL_CLOSE
                || body.failure() != null
                || body.awaitsContinue()
                || body.leavesMoreThan(MAX_LEFTOVER);
        GreenThreads.pin(); // a long head makes the buffer grow
        try {
            ByteBuf out = wire.buffer(HEAD_BYTES + pieceLength);
            engine.encoder().head(out, response, framing, close);
            return out;
        } finally {
            GreenThreads.unpin();
        }
    }

    private void end(ByteBuf last) {
        body.discard();
        connection.finish(last, close);
        log(status);
    }

    private void log(int shownStatus) {
        if (engine.accessLog().enabled()) {
            String line = head.method() + " " + head.target() + " " + head.protocol();
            engine.accessLog().log(head.remote().host(), line, shownStatus, sent, System.nanoTime() - started);
        }
    }

    /** Waits until the client has taken most of what was sent; the connection is closed when it takes too long. */
    private void awaitWritable() throws IOException {
        if (!wire.writable()) {
            writable.await(() -> wire.writable() || !wire.active());
        }
        if (!wire.active()) {
            throw new IOException("the client went away, or took nothing of the response for the write timeout");
        }
    }
}
