// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Netty's decoder, stricter, and one that can be stopped: while it is paused, bytes stay bytes. So one request at a time
 * is decoded, in the order in which they came, and a body only as fast as it is read.
 *
 * <p>Netty lets pass, and this does not: folded header lines, other separators in the request line than one space, and
 * several Content-Length headers with HTTP/1.0. Each of them has been used to have two servers disagree about where a
 * request ends.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private enum Mode {
        OPEN,
        PAUSED,
        /** All that comes is counted and dropped. */
        DISCARDING
    }

    private final Connection connection;
    private Mode mode = Mode.OPEN;

    /** The first bytes of what waits are of a request's head. */
    private boolean inHead = true;

    private boolean requestLineRead;
    private int contentLengths;
    private int wordEnd;
    private boolean inputEnded;

    /** Written by the loop, read by the threads of requests. */
    private volatile boolean moreCame;

    RequestDecoder(Connection connection, int maxHeader) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxHeader)
                .setMaxHeaderSize(maxHeader)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
        this.connection = connection;
    }

    /** Decodes nothing more until {@link #resume}. */
    void pause() {
        if (mode == Mode.OPEN) {
            mode = Mode.PAUSED;
        }
    }

    /** Goes on, at once with what has come meanwhile. To be called from a task of the loop, not from a read. */
    void resume(ChannelHandlerContext ctx) throws Exception {
        if (mode != Mode.PAUSED) {
            return;
        }
        mode = Mode.OPEN;
        channelRead(ctx, Unpooled.EMPTY_BUFFER);
        if (inputEnded && mode == Mode.OPEN) {
            connection.inputEnded();
        }
    }

    /** Drops all that comes from here on. */
    void discard() {
        mode = Mode.DISCARDING;
    }

    /** Whether the client has sent its last byte, be it decoded or not. */
    boolean sawInputEnd() {
        return inputEnded;
    }

    /** Whether bytes followed the request that was decoded last. Any thread. */
    boolean moreCame() {
        return moreCame;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        switch (mode) {
            case PAUSED -> {
                moreCame = moreCame || inHead;
                connection.inputWhilePaused();
            }
            case DISCARDING -> {
                connection.discarded(in.readableBytes());
                in.skipBytes(in.readableBytes());
            }
            case OPEN -> decodeStrictly(ctx, in, out);
        }
    }

    private void decodeStrictly(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (inHead && hasFoldedLine(in)) {
            connection.malformedHead();
            return;
        }
        super.decode(ctx, in, out);
        if (!out.isEmpty()) {
            inHead = out.getLast() instanceof LastHttpContent;
            requestLineRead = false;
            contentLengths = 0;
            if (inHead) {
                moreCame = in.isReadable(); // before anybody is told of the request
            }
        } else if (inHead) {
            connection.partOfHead();
        }
    }

    /** RFC 9112, section 5.2. What waits begins with the beginning of a line: the decoder takes whole lines only. */
    private boolean hasFoldedLine(ByteBuf in) {
        boolean header = requestLineRead;
        int end = in.writerIndex();
        int line = in.readerIndex();
        while (line < end) {
            byte first = in.getByte(line);
            if (first == '\r' || first == '\n') {
                if (header) {
                    return false; // the blank line: what follows is no head
                }
                line++; // blank lines before a request are passed over: RFC 9112, section 2.2
                continue;
            }
            if (header && (first == ' ' || first == '\t')) {
                return true;
            }
            header = true;
            int lineFeed = in.indexOf(line, end, (byte) '\n');
            line = lineFeed < 0 ? end : lineFeed + 1;
        }
        return false;
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        if (start != 0) {
            throw new IllegalArgumentException("white space before the method");
        }
        wordEnd = length;
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        requireSingleSpace(line, start);
        wordEnd = start + length;
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        requireSingleSpace(line, start);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    private void requireSingleSpace(byte[] line, int start) {
        if (start != wordEnd + 1 || line[wordEnd] != ' ') {
            throw new IllegalArgumentException("words of the request line are not separated by one space");
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        requestLineRead = true;
        return super.createMessage(initialLine);
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        AsciiString name = super.splitHeaderName(line, start, length);
        if (length == 14 && name.contentEqualsIgnoreCase("content-length") && ++contentLengths > 1) {
            throw new IllegalArgumentException("several Content-Length headers");
        }
        return name;
    }

    /** While paused, Netty would read on after each read that brought no message; it must wait instead. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (mode == Mode.PAUSED) {
            discardSomeReadBytes();
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    /** Netty would drop what is not decoded yet, though the client that half-closes waits for its answers. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownReadComplete) {
            inputEnded = true;
            connection.halfClosed();
            if (mode != Mode.PAUSED) {
                connection.inputEnded();
            }
        } else if (!(event instanceof ChannelInputShutdownEvent)) {
            super.userEventTriggered(ctx, event);
        }
    }

    /** A half request is no request. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        mode = Mode.DISCARDING;
        ctx.fireChannelInactive();
    }
}
