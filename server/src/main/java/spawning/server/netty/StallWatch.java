// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;

/**
 * Notices a client that takes nothing of what is sent to it for the write timeout. It looks four times in that span, so
 * that it acts between one and one and a quarter of it. For the event loop's thread only.
 *
 * <p>Progress is another count of writes that are done, or more of the present one. The bytes that wait would not do: they
 * can be as many as before although others, and pieces of files do not count as bytes.
 */
final class StallWatch extends ChannelOutboundHandlerAdapter {
    private final Channel channel;
    private final Duration limit;
    private final Runnable stalled;
    private final DeadlineTimer timer;

    /** Writes since the connection began. */
    private long writes;

    private boolean watching;
    private long lastDone;
    private long lastProgress;
    private long since;

    StallWatch(Channel channel, EventLoop loop, Duration limit, Runnable stalled) {
        this.channel = channel;
        this.limit = limit;
        this.stalled = stalled;
        this.timer = new DeadlineTimer(loop, this::look);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        writes++;
        var _ = ctx.write(message, promise);
    }

    /** Watches until all that was written is sent. */
    void watch() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        if (!watching && pending != null && !pending.isEmpty()) {
            watching = true;
            note(pending);
            timer.arm(limit.dividedBy(4));
        }
    }

    void close() {
        timer.close();
    }

    private void look() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        if (pending == null || pending.isEmpty()) {
            watching = false;
            return;
        }
        if (writes - pending.size() != lastDone || pending.currentProgress() != lastProgress) {
            note(pending);
        } else if (movesInKernel()) {
            since = System.nanoTime();
        } else if (System.nanoTime() - since >= limit.toNanos()) {
            watching = false;
            stalled.run();
            return;
        }
        timer.arm(limit.dividedBy(4));
    }

    /**
     * Whether since then the client acknowledged something and more was sent to it. The kernel takes more from us only
     * when a third of its buffer is free (sk_stream_write_space), and that may be a megabyte, minutes for a slow client.
     * Both are asked for: data are sent again to one that has vanished, and one that reads nothing answers probes.
     */
    private boolean movesInKernel() {
        if (!(channel instanceof EpollSocketChannel tcp) || !tcp.isOpen()) {
            return false;
        }
        long age = (System.nanoTime() - since) / 1_000_000;
        EpollTcpInfo state = tcp.tcpInfo();
        return state.lastDataSent() < age && state.lastAckRecv() < age;
    }

    private void note(ChannelOutboundBuffer pending) {
        lastDone = writes - pending.size();
        lastProgress = pending.currentProgress();
        since = System.nanoTime();
    }
}
