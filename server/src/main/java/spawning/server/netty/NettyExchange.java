// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import spawning.server.engine.Extension;
import spawning.server.engine.RequestUnderWay;
import spawning.server.green.GreenThreads;
import spawning.server.log.LoggedRequest;
import spawning.server.log.RequestIds;
import spawning.server.netty.RequestCheck.Accepted;
import spawning.server.wsgi.BadForwarding;
import spawning.server.wsgi.BodyFailure;
import spawning.server.wsgi.Exchange;
import spawning.server.wsgi.FilePart;
import spawning.server.wsgi.RequestHead;
import spawning.server.wsgi.ResponseHead;

/** A request on its way through the thread that runs it. What is not final belongs to that thread. */
final class NettyExchange implements Exchange, LoggedRequest, Runnable {
    /** The most that is copied out of the application's arrays before the client has taken what went before. */
    private static final int MAX_PIECE = 65_536;

    /** What most heads need. */
    private static final int HEAD_BYTES = 512;

    /** How much of a body that the application did not read is received to keep the connection. */
    static final int MAX_LEFTOVER = 65_536;

    private static final AtomicIntegerFieldUpdater<NettyExchange> STAGE =
            AtomicIntegerFieldUpdater.newUpdater(NettyExchange.class, "stage");

    private static final AtomicReferenceFieldUpdater<NettyExchange, String> ID =
            AtomicReferenceFieldUpdater.newUpdater(NettyExchange.class, String.class, "id");

    /** Who answers is not decided. */
    private static final int OPEN = 0;

    /** The application does. */
    private static final int COMMITTED = 1;

    /** The loop did, for the application took too long. */
    private static final int TAKEN_OVER = 2;

    private final EngineParts engine;
    private final Connection connection;
    private final Wire wire;
    private final RequestHead head;
    private final HttpHeaders headers;
    private final RequestBody body;
    private final boolean wantsKeepAlive;
    private final long started = System.nanoTime();
    private final Signal writable = new Signal();

    /** On the scoreboard. */
    private final int entry;

    /** What runs the request; null before and after. */
    private volatile @Nullable Thread thread;

    private volatile int stage = OPEN;

    /** When the application has to have begun its response, or sent the next piece of it; by System.nanoTime. */
    private volatile long answerBy;

    /** Until then it may be silent in any case, for it asked for that; written by {@link #extend} alone. */
    private volatile long extendedTo = started;

    /** Whether the loop sends a file, at the client's pace. */
    private volatile boolean sendsFile;

    /** Whether there is such a time. */
    private volatile boolean limited;

    /** The request's; null until somebody asked for it. */
    private volatile @Nullable String id;

    /** What was sent; null before. */
    private @Nullable ResponseHead response;

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
        return new NettyExchange(engine, connection, head, request.headers(), body, keepAlive);
    }

    private NettyExchange(
            EngineParts engine,
            Connection connection,
            RequestHead head,
            HttpHeaders headers,
            RequestBody body,
            boolean keepAlive) {
        this.engine = engine;
        this.connection = connection;
        this.wire = connection.wire();
        this.head = head;
        this.headers = headers;
        this.body = body;
        this.wantsKeepAlive = keepAlive;
        Duration limit = engine.lateRequests().limit();
        this.limited = !limit.isZero();
        this.answerBy = started + limit.toNanos();
        this.entry = engine.scoreboard().begins(head.method(), head.target(), started);
    }

    @Override
    public void run() {
        Thread current = Thread.currentThread();
        thread = current;
        engine.scoreboard().runs(entry, current.threadId());
        try {
            if (stage == TAKEN_OVER) {
                body.discard();
            } else {
                engine.runner().run(this);
            }
        } finally {
            thread = null;
            ended(stage == TAKEN_OVER ? RequestCheck.OVERDUE.status() : status);
        }
    }

    /** Its client went away, or was answered, before a thread was free. */
    void neverRan() {
        body.discard();
        ended(stage == TAKEN_OVER ? RequestCheck.OVERDUE.status() : 0);
    }

    private void ended(int shownStatus) {
        engine.scoreboard().ends(entry, System.nanoTime() - started, shownStatus);
    }

    /** Any thread. */
    RequestUnderWay underWay() {
        Thread runs = thread;
        return new RequestUnderWay(line(), requestId(), age(), runs, runs != null);
    }

    /** Since its head was complete. Any thread. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** What runs it; null before and after. Any thread. */
    @Nullable
    Thread thread() {
        return thread;
    }

    /**
     * How long the application still has. On the loop.
     *
     * @param limit for what has to come next while it is the client that keeps us waiting
     */
    Duration left(Duration limit) {
        if (!limited || clientsTurn()) {
            return limit;
        }
        long now = System.nanoTime();
        return Duration.ofNanos(Math.max(answerBy - now, extendedTo - now));
    }

    /** Whether the next step is the client's: to send more of its request, or to take more of the response. */
    private boolean clientsTurn() {
        return sendsFile || !wire.writable() || connection.bodyComesIn();
    }

    /** Takes the right to answer from the application; false if it has begun to. On the loop. */
    boolean takeOver() {
        return STAGE.compareAndSet(this, OPEN, TAKEN_OVER);
    }

    @Override
    public void extend(Duration fromNow) {
        Extension extension = Extension.of(fromNow);
        extendedTo = extension.until();
        limited &= !extension.endless();
    }

    /** Whether it is HEAD. */
    boolean toHead() {
        return head.method().equals("HEAD");
    }

    @Override
    public String remote() {
        return head.remote().host();
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public String protocol() {
        return head.protocol();
    }

    @Override
    public @Nullable String header(String name) {
        return LoggedHeaders.of(headers, name);
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return response == null ? null : LoggedHeaders.of(response, name);
    }

    /** Any thread; the same each time. */
    @Override
    public String requestId() {
        String known = id;
        if (known != null) {
            return known;
        }
        RequestIds ids = engine.requestIds();
        String made = ids.of(ids.header().isEmpty() ? null : header(ids.header()));
        if (!ID.compareAndSet(this, null, made)) {
            made = Objects.requireNonNull(id);
        }
        return made;
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
    @SuppressWarnings("ReferenceEquality") // the same object is how Forwarding says that nobody told
    public boolean clientTold() {
        return head.remote() != connection.remote();
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
        return stage == COMMITTED;
    }

    @Override
    public boolean clientGone() {
        return stage == TAKEN_OVER || !wire.active() || body.failure() == BodyFailure.ABORTED;
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
        sendsFile = true;
        try {
            sender.send(out);
        } finally {
            sent += sender.taken();
            answering();
            sendsFile = false;
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
        if (stage == TAKEN_OVER) {
            return; // the client has its answer
        }
        connection.abort();
        log(committed() ? status : 499); // nginx's number for a client that closed before its answer
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
            answering();
        }
    }

    private static IOException tooLate() {
        return new IOException("the client was answered 503, for the request timeout has passed");
    }

    /** The application did its part, or the client did and it is the application's turn: it has as long again for what comes next. */
    void answering() {
        if (limited) {
            answerBy = System.nanoTime() + engine.lateRequests().limit().toNanos();
        }
    }

    private void addPiece(ByteBuf out, byte[] bytes, int offset, int length) {
        if (framing != Framing.NO_BODY && length > 0) {
            ResponseEncoder.piece(out, bytes, offset, length, framing);
            sent += length;
        }
    }

    /** Decides what becomes of the connection, and says so in the head. */
    private ByteBuf headFor(ResponseHead response, int pieceLength) throws IOException {
        answering(); // first: a loop that cannot take over any more looks again how much time is left
        if (!STAGE.compareAndSet(this, OPEN, COMMITTED)) {
            throw tooLate();
        }
        this.response = response;
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
        log(shownStatus, sent);
    }

    /** Writes what became of it to the access log. Any thread. */
    void log(int shownStatus, long bytes) {
        if (engine.accessLog().enabled()) {
            engine.accessLog().log(this, shownStatus, bytes, System.nanoTime() - started);
        }
    }

    /** Waits until the client has taken most of what was sent; the connection is closed when it takes too long. */
    private void awaitWritable() throws IOException {
        if (!wire.writable()) {
            writable.await(() -> wire.writable() || !wire.active() || stage == TAKEN_OVER);
        }
        if (stage == TAKEN_OVER) {
            throw tooLate();
        }
        if (!wire.active()) {
            throw new IOException("the client went away, or took nothing of the response for the write timeout");
        }
    }
}
