// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.netty.RequestCheck.Accepted;
import spawning.server.netty.RequestCheck.Refused;
import spawning.server.wsgi.BadForwarding;
import spawning.server.wsgi.BodyFailure;
import spawning.server.wsgi.Endpoint;

/**
 * One connection with a client: its requests one after another, its time limits, its end. Runs on the event loop, except
 * where a method says otherwise.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Beyond the keep-alive time told to the client, so that a client which keeps to it closes first. */
    private static final Duration POLITENESS = Duration.ofSeconds(2);

    /** How long what a client still sends is read after the last response. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final long MAX_LINGER_BYTES = 16L << 20;

    /** What a client that has just connected has to send its request when the whole instance is ending. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(1);

    /** The client of a worker that warms up. */
    private static final Endpoint ITSELF = new Endpoint("127.0.0.1", "0");

    private final EngineParts engine;
    private final Channel channel;
    private final RequestDecoder decoder;
    private final DeadlineTimer timer;
    private final AnswerLimit answerLimit;
    private final Wire wire;
    private final Intake intake;
    private final Endpoint remote;
    private final Endpoint local;
    private final boolean fromTrustedProxy;

    /** For how long the connection may be idle. */
    private final Duration patience;

    private Phase phase = Phase.FRESH;
    /** Written by the loop only; read by whoever dumps. */
    private volatile @Nullable NettyExchange exchange;

    private long discarded;

    /** A connection that is not yet registered with the loop. Any thread. */
    Connection(EngineParts engine, Channel channel, EventLoop loop) {
        this.engine = engine;
        this.channel = channel;
        this.decoder = new RequestDecoder(this, engine.settings().maxHeader());
        this.timer = new DeadlineTimer(loop, this::timedOut);
        this.answerLimit = new AnswerLimit(loop, engine.lateRequests().limit(), this::late);
        this.wire =
                new Wire(channel, loop, engine.dispatcher(), engine.settings().writeTimeout());
        this.intake = new Intake(decoder, timer, wire, engine.settings().bodyTimeout());
        this.remote = engine.warmUp() ? ITSELF : Endpoint.of(channel.remoteAddress());
        this.local = Endpoint.of(channel.localAddress());
        this.patience = engine.settings().keepAlive().plus(POLITENESS);
        this.fromTrustedProxy = engine.forwarding().trusts(remote, channel instanceof DomainSocketChannel);
        channel.pipeline().addLast(decoder, this);
    }

    Wire wire() {
        return wire;
    }

    Endpoint remote() {
        return remote;
    }

    Endpoint local() {
        return local;
    }

    /** Whether the peer is believed what it says about the client behind it. */
    boolean fromTrustedProxy() {
        return fromTrustedProxy;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timer.arm(engine.settings().headerTimeout());
        engine.connections().opened(this);
    }

    /** The request that the application has not answered yet. Any thread. */
    @Nullable
    NettyExchange current() {
        return exchange;
    }

    // ---- requests come in

    /** A head has begun and is not complete. */
    void partOfHead() {
        if (phase == Phase.FRESH || phase == Phase.IDLE) {
            phase = Phase.HEAD;
            timer.arm(engine.settings().headerTimeout());
        }
    }

    /** The decoder found what cannot be a head. */
    void malformedHead() {
        refuse(RequestCheck.BAD_REQUEST, null, false);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request && phase.awaitsHead()) {
            head(request);
        }
        if (message instanceof HttpContent content) {
            content(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(HttpRequest request) {
        switch (engine.check().check(request)) {
            case Refused refused -> refuse(refused, request);
            case Accepted accepted -> open(request, accepted);
        }
    }

    private void open(HttpRequest request, Accepted accepted) {
        NettyExchange opened;
        try {
            opened = NettyExchange.of(engine, this, request, accepted);
        } catch (BadForwarding e) {
            refuse(RequestCheck.BAD_FORWARDING, request);
            return;
        }
        phase = Phase.ANSWERING;
        timer.disarm();
        exchange = opened;
        answerLimit.begin(opened);
        if (accepted.bodyLength() != 0) {
            intake.expectMore(opened.requestBody());
        }
        engine.dispatcher().submit(opened);
    }

    private void content(HttpContent content) {
        NettyExchange current = exchange;
        if (current != null) {
            intake.take(current.requestBody(), content);
            if (!bodyComesIn()) {
                current.answering();
            }
            return;
        }
        int bytes = content.content().readableBytes();
        content.release();
        if (phase == Phase.LEFTOVER) {
            discarded(bytes);
            if (content.decoderResult().isFailure() || discarded > NettyExchange.MAX_LEFTOVER) {
                endAfter(Unpooled.EMPTY_BUFFER);
            } else if (content instanceof LastHttpContent) {
                idle();
            } else {
                timer.arm(engine.settings().bodyTimeout());
            }
        }
    }

    /** Whether it is the client who keeps the application waiting. */
    boolean bodyComesIn() {
        return exchange != null && intake.comesIn(exchange.requestBody());
    }

    /** Bytes wait for a decoder that is paused: let the client wait, too. */
    void inputWhilePaused() {
        wire.read(false);
    }

    /** Whether some of the next request has come, so that the present response is not the last. Any thread. */
    boolean moreCame() {
        return decoder.moreCame();
    }

    /** The request waits for room in the queue. */
    void stopReading() {
        intake.stop();
    }

    /** The request has got its place. */
    void startReading() {
        if (exchange != null) {
            intake.goOn(exchange.requestBody());
        }
    }

    /** Asks a client for the body that it holds back. Any thread. */
    void askForBody(boolean nothingCame) {
        wire.post(() -> {
            if (exchange != null) {
                if (nothingCame && !exchange.committed()) {
                    wire.send(ResponseEncoder.goOn());
                }
                intake.expectMore(exchange.requestBody());
            }
        });
    }

    /** There is room for more of the body. Any thread. */
    void wantMoreBody() {
        wire.post(() -> {
            if (exchange != null && !exchange.requestBody().isComplete()) {
                intake.expectMore(exchange.requestBody());
                resume();
            }
        });
    }

    /** The client has sent its last byte, be it decoded or not. */
    void halfClosed() {
        wire.halfClosed();
    }

    /** The client has sent its last byte, and all it sent is decoded. */
    void inputEnded() {
        switch (phase) {
            case FRESH, IDLE, HEAD, LEFTOVER -> closeWhenFlushed();
            case ANSWERING -> {
                timer.disarm();
                if (exchange != null) {
                    exchange.requestBody().fail(BodyFailure.ABORTED);
                    exchange.answering();
                }
            }
            case LINGERING -> wire.close();
            case FLUSHING, CLOSED -> {}
        }
    }

    private void resume() {
        wire.read(true);
        try {
            decoder.resume(channel.pipeline().context(decoder));
        } catch (Exception e) {
            failed(e);
        }
    }

    // ---- responses go out

    /** Sends the end of a response, and goes on to the next request or ends the connection. Any thread. */
    void finish(ByteBuf last, boolean close) {
        if (!wire.finish(() -> finished(last, close))) {
            last.release();
        }
    }

    private void finished(ByteBuf last, boolean close) {
        NettyExchange done = exchange;
        if (done == null) {
            last.release(); // the connection was closed meanwhile
            return;
        }
        exchange = null;
        timer.disarm();
        answerLimit.end();
        RequestBody body = done.requestBody();
        if (close || body.failure() != null) {
            endAfter(last);
            return;
        }
        wire.send(last);
        wire.watch();
        if (body.isComplete()) {
            idle();
            resume();
            if (phase == Phase.IDLE && engine.connections().forced()) {
                closeWhenFlushed();
            }
        } else {
            phase = Phase.LEFTOVER;
            discarded = 0;
            timer.arm(engine.settings().bodyTimeout());
            resume();
        }
    }

    private void idle() {
        phase = Phase.IDLE;
        timer.arm(patience);
    }

    private void refuse(Refused refused, HttpRequest request) {
        refuse(refused, request, request.method().equals(HttpMethod.HEAD));
    }

    /** Answers in place of the application, and ends the connection. */
    private void refuse(Refused refused, @Nullable HttpRequest request, boolean toHead) {
        int bodyBytes = answer(refused, toHead);
        if (engine.accessLog().enabled()) {
            var logged = new RefusedRequest(remote.host(), request, refused, engine.requestIds());
            engine.accessLog().log(logged, refused.status(), bodyBytes, 0);
        }
    }

    private int answer(Refused refused, boolean toHead) {
        ByteBuf out = wire.buffer(256);
        int bodyBytes = engine.encoder().refusal(out, refused, toHead);
        endAfter(out);
        return bodyBytes;
    }

    /** The application took too long. Where nothing of a response was sent, the client gets one from us. */
    private void late(NettyExchange overdue) {
        if (!overdue.takeOver()) {
            if (overdue.left(engine.lateRequests().limit()).isPositive()) {
                answerLimit.begin(overdue); // it has begun to answer this very moment
                return;
            }
            wire.reset();
            engine.lateRequests().add(overdue, "closing the connection, for its response had begun");
            return;
        }
        exchange = null;
        engine.dispatcher().withdraw(overdue);
        overdue.requestBody().fail(BodyFailure.ABORTED);
        overdue.raiseWritable();
        engine.lateRequests().add(overdue, "answering 503");
        overdue.log(RequestCheck.OVERDUE.status(), answer(RequestCheck.OVERDUE, overdue.toHead()));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!wire.writable()) {
            wire.watch();
        } else if (exchange != null) {
            exchange.answering();
            exchange.raiseWritable();
        }
    }

    // ---- the end

    /** Lets the connection end as the drain wants it. */
    void drain(DrainMode mode, Duration idleLimit) {
        switch (mode) {
            case GRACEFUL -> {
                if ((phase == Phase.FRESH || phase == Phase.IDLE) && !idleLimit.isZero()) {
                    timer.hasten(idleLimit);
                }
            }
            case FORCED -> {
                if (phase == Phase.FRESH) {
                    timer.hasten(LAST_CHANCE);
                } else if (phase == Phase.IDLE) {
                    closeWhenFlushed();
                }
            }
        }
    }

    private void timedOut() {
        switch (phase) {
            case FRESH, IDLE -> closeWhenFlushed();
            case HEAD -> refuse(RequestCheck.TIMEOUT, null, false);
            case ANSWERING -> {
                if (exchange != null) {
                    intake.timedOut(exchange.requestBody());
                    exchange.answering();
                }
            }
            case LEFTOVER -> endAfter(Unpooled.EMPTY_BUFFER);
            case LINGERING -> wire.close();
            case FLUSHING, CLOSED -> {}
        }
    }

    /**
     * Ends our side when this is sent, and reads on for a while: a close(2) with unread input resets the connection,
     * which can destroy the response on its way (RFC 9112, section 9.6).
     */
    private void endAfter(ByteBuf last) {
        phase = Phase.FLUSHING;
        timer.disarm();
        decoder.discard();
        wire.read(true);
        wire.sendThen(last, this::linger);
    }

    private void linger() {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (decoder.sawInputEnd()) {
            wire.close();
            return;
        }
        phase = Phase.LINGERING;
        timer.arm(LINGER);
        wire.shutdownOutput();
    }

    private void closeWhenFlushed() {
        phase = Phase.FLUSHING;
        timer.disarm();
        decoder.discard();
        wire.closeWhenSent();
    }

    /** So many bytes came and were dropped. */
    void discarded(int bytes) {
        discarded += bytes;
        if (discarded > MAX_LINGER_BYTES) {
            wire.close();
        }
    }

    /** Breaks the connection off such that the client cannot take what it has for a whole response. Any thread. */
    void abort() {
        wire.post(wire::reset);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSED;
        timer.close();
        answerLimit.close();
        wire.closed();
        NettyExchange current = exchange;
        exchange = null;
        if (current != null) {
            current.requestBody().fail(BodyFailure.ABORTED);
            current.raiseWritable();
            engine.dispatcher().withdraw(current);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    private void failed(Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection from {} failed", remote.host(), cause); // the client reset it
        } else {
            LOG.warn("connection from {} failed; closing it", remote.host(), cause);
        }
        wire.close();
    }
}
