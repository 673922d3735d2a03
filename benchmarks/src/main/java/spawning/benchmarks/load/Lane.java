// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link Pacer} with its share of the requests, one after the other. It is opened again when it has ended. */
final class Lane {
    /** The first request of a connection, for which nobody waits. */
    static final int UNMEASURED = -1;

    private static final int NONE = -2;

    private final Pacer pacer;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private @Nullable Channel channel;
    private int sent = NONE;
    private long sentAt;
    private boolean closed;

    Lane(Pacer pacer) {
        this.pacer = pacer;
    }

    /** A request is due: it is sent now, or after those before it. */
    void due(int index) {
        waiting.add(index);
        if (sent == NONE) {
            sendNext();
        }
    }

    void send(int index) {
        sent = index;
        Channel open = channel;
        if (open != null && open.isActive()) {
            write(open);
            return;
        }
        pacer.bootstrap().connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                channel = connected.channel();
                connected.channel().pipeline().addLast(new Reader());
                write(connected.channel());
            } else {
                finish(index, false);
            }
        });
    }

    void close() {
        closed = true;
        Channel open = channel;
        if (open != null) {
            var _ = open.close();
        }
    }

    private void write(Channel open) {
        sentAt = System.nanoTime();
        var _ = open.writeAndFlush(pacer.request());
    }

    /** Ends the connection if it has been waiting for an answer for longer than the client's patience. */
    void checkOverdue(long now) {
        Channel open = channel;
        if (sent != NONE
                && open != null
                && now - sentAt > pacer.client().patience().toNanos()) {
            var _ = open.close(); // counted when it is closed
        }
    }

    private void finish(int index, boolean good) {
        sent = NONE;
        pacer.finished(index, good);
        if (sent == NONE && !closed) {
            sendNext();
        }
    }

    private void sendNext() {
        while (!waiting.isEmpty()) {
            int index = waiting.removeFirst();
            if (pacer.late(index) <= pacer.client().patience().toNanos()) {
                send(index);
                return;
            }
            pacer.givenUp();
        }
    }

    private void answered(AnswerReader reader) {
        boolean good = sent != NONE && pacer.client().expected().test(reader.take());
        Channel open = channel;
        if (!reader.keepsOpen() && open != null) {
            channel = null;
            var _ = open.close();
        }
        finish(sent, good);
    }

    /** What comes in on the connection. */
    private final class Reader extends SimpleChannelInboundHandler<ByteBuf> {
        private final AnswerReader answer = new AnswerReader();

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            if (answer.read(bytes)) {
                answered(answer);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!context.channel().equals(channel)) {
                return;
            }
            channel = null;
            if (sent != NONE && answer.endsWithConnection()) {
                answered(answer);
            } else if (sent != NONE) {
                finish(sent, false);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close(); // counted when it is closed
        }
    }
}
