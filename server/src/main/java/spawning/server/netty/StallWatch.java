// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import java.time.Duration;

/**
 * Notices a client that takes nothing of what is sent to it for the write timeout. It looks four times in that span, so
 * that it acts between one and one and a quarter of it. For the event loop's thread only.
 */
final class StallWatch {
    private final Channel channel;
    private final Duration limit;
    private final Runnable stalled;
    private final DeadlineTimer timer;

    private boolean watching;
    private long lastLeft;
    private long lastProgress;
    private long since;

    StallWatch(Channel channel, EventLoop loop, Duration limit, Runnable stalled) {
        this.channel = channel;
        this.limit = limit;
        this.stalled = stalled;
        this.timer = new DeadlineTimer(loop, this::look);
    }

    /** Watches until all that was written is sent. */
    void watch() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        if (!watching && pending != null && pending.totalPendingWriteBytes() > 0) {
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
        if (pending == null || pending.totalPendingWriteBytes() == 0) {
            watching = false;
            return;
        }
        if (pending.totalPendingWriteBytes() != lastLeft || pending.currentProgress() != lastProgress) {
            note(pending);
        } else if (System.nanoTime() - since >= limit.toNanos()) {
            watching = false;
            stalled.run();
            return;
        }
        timer.arm(limit.dividedBy(4));
    }

    private void note(ChannelOutboundBuffer pending) {
        lastLeft = pending.totalPendingWriteBytes();
        lastProgress = pending.currentProgress();
        since = System.nanoTime();
    }
}
