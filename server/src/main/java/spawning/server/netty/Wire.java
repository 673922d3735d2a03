// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.HalfClosure;
import io.netty.channel.socket.DuplexChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.server.green.GreenThreads;

/**
 * What goes to the client, and whether more is taken from it. Nobody looks at the futures of single writes: when one
 * fails, Netty closes the channel, and the connection learns of that.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Wire {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    /** How long a client that is gone may go unnoticed after it closed its side; see {@link HalfClosure}. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Channel channel;
    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final Executor ends;
    private final StallWatch stall;
    private final DeadlineTimer presence;

    /**
     * @param dispatcher of the threads that call us
     * @param writeTimeout after which a client that takes nothing of what is sent is cut off
     */
    Wire(Channel channel, EventLoop loop, Dispatcher dispatcher, Duration writeTimeout) {
        this.channel = channel;
        this.loop = loop;
        this.dispatcher = dispatcher;
        this.ends = dispatcher::finish;
        this.presence = new DeadlineTimer(loop, this::look);
        this.stall = new StallWatch(channel, loop, writeTimeout, this::reset);
        channel.pipeline().addLast(stall);
    }

    // ---- any thread

    /** A buffer to be given to {@link #send}. */
    ByteBuf buffer(int capacity) {
        ByteBuf spare = dispatcher.buffer(capacity);
        if (spare != null) {
            return spare;
        }
        GreenThreads.pin(); // the allocator has locks, and sleeps when there is no memory
        try {
            return channel.alloc().ioBuffer(capacity);
        } finally {
            GreenThreads.unpin();
        }
    }

    /** Whether the client is still there, as far as we know. */
    boolean active() {
        return channel.isActive();
    }

    /** Whether little enough waits to be taken by the client that more may be sent. */
    boolean writable() {
        return channel.isWritable();
    }

    void send(ByteBuf bytes) {
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    /**
     * Sends a buffer and a piece of a file in one flush.
     *
     * @param released told when the piece is with the kernel, or why it will never be: nobody touches the file any more.
     *     The loop calls it, or the calling thread when there is no loop
     */
    void send(ByteBuf before, FilePiece piece, Consumer<@Nullable Throwable> released) {
        Runnable sending = () -> {
            channel.write(before, channel.voidPromise());
            channel.writeAndFlush(piece).addListener(sent -> released.accept(sent.cause()));
            stall.watch();
        };
        if (!post(sending)) {
            before.release();
            released.accept(new ClosedChannelException());
        }
    }

    /** Has the loop send the end of a response; returns whether there still is one. */
    boolean finish(Runnable sending) {
        return handed(ends, sending);
    }

    /** Has the loop do something; returns whether there still is one. */
    boolean post(Runnable task) {
        return handed(loop, task);
    }

    private static boolean handed(Executor loop, Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the engine is closed, and all its connections with it", e);
            return false;
        }
    }

    // ---- the loop

    /** Cuts the client off unless it goes on taking what was sent. */
    void watch() {
        stall.watch();
    }

    void sendThen(ByteBuf bytes, Runnable whenTaken) {
        channel.writeAndFlush(bytes).addListener(ignored -> whenTaken.run());
        stall.watch();
    }

    /** Closes when all that was sent before is with the kernel. */
    void closeWhenSent() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        stall.watch();
    }

    void shutdownOutput() {
        ((DuplexChannel) channel).shutdownOutput();
    }

    void close() {
        channel.close();
    }

    /** Closes with a reset, which SO_LINGER of zero brings about: socket(7). */
    void reset() {
        if (!channel.isOpen()) {
            return; // it ended by itself
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** From now on the client sends nothing more; looks every second whether it is still there to be answered. */
    void halfClosed() {
        presence.arm(LOOK);
    }

    private void look() {
        if (channel instanceof EpollSocketChannel tcp && HalfClosure.isOver(tcp)) {
            channel.close();
        } else {
            presence.arm(LOOK);
        }
    }

    /** Takes bytes from the client, or lets it wait. */
    void read(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    /** Frees what the watch holds; the channel is closed. */
    void closed() {
        stall.close();
        presence.close();
    }
}
