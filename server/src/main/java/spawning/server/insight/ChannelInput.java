// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What comes over a channel, as a stream for another thread. Much that nobody reads makes the client wait. */
final class ChannelInput extends ChannelInboundHandlerAdapter {
    private static final int MUCH = 1 << 20;
    private static final byte[] END = {};

    private final Channel channel;
    private final LinkedBlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    ChannelInput(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            byte[] piece = ByteBufUtil.getBytes(bytes);
            if (piece.length > 0) {
                pieces.add(piece);
                if (waiting.addAndGet(piece.length) > MUCH) {
                    channel.config().setAutoRead(false);
                }
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pieces.add(END);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close(); // the client reset it
    }

    /** The bytes, for one thread; at its end when the channel is closed. */
    InputStream stream() {
        return new Stream();
    }

    private final class Stream extends InputStream {
        private byte[] piece = END;
        private int at;
        private boolean ended;

        @Override
        public int read() throws IOException {
            return fill() ? Byte.toUnsignedInt(piece[at++]) : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return piece.length - at;
        }

        /** Whether there is another byte. Blocks for it. */
        private boolean fill() throws IOException {
            if (at < piece.length) {
                return true;
            }
            if (ended) {
                return false;
            }
            try {
                piece = pieces.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("while waiting for the client");
            }
            at = 0;
            ended = piece.length == 0;
            if (waiting.addAndGet(-piece.length) <= MUCH && !channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
            return !ended;
        }
    }
}
