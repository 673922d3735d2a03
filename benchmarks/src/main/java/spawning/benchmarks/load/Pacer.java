// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A run of a {@link PacedClient}: all of it happens on one event loop. */
final class Pacer implements Runnable {
    private static final int CONNECT_MILLIS = 5000;
    private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LOOK_MILLIS = 100;

    private final EventLoop loop;
    private final PacedClient client;
    private final LongConsumer begun;
    private final CompletableFuture<Timeline> result;
    private final ByteBuf request;
    private final Bootstrap bootstrap;
    private final List<Lane> lanes = new ArrayList<>();
    private final long[] nanos;

    private @Nullable Timeline timeline;
    private int next;
    private int ready;
    private int done;

    Pacer(EventLoop loop, PacedClient client, int total, LongConsumer begun, CompletableFuture<Timeline> result) {
        this.loop = loop;
        this.client = client;
        this.begun = begun;
        this.result = result;
        this.nanos = new long[total];
        this.request = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(
                "GET " + client.path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", StandardCharsets.US_ASCII));
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .remoteAddress("127.0.0.1", client.port())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {} // each lane adds its reader
                });
        Arrays.fill(nanos, Timeline.UNSENT);
    }

    @Override
    public void run() {
        for (int i = 0; i < client.connections(); i++) {
            Lane lane = new Lane(this);
            lanes.add(lane);
            lane.send(Lane.UNMEASURED);
        }
        var _ = loop.scheduleAtFixedRate(
                () -> lanes.forEach(lane -> lane.checkOverdue(System.nanoTime())),
                LOOK_MILLIS,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    PacedClient client() {
        return client;
    }

    Bootstrap bootstrap() {
        return bootstrap;
    }

    ByteBuf request() {
        return request.duplicate();
    }

    /** How late that request is, in nanoseconds; the others are never late. */
    long late(int index) {
        return index == Lane.UNMEASURED ? 0 : System.nanoTime() - timeline().due(index);
    }

    /** The request of that index has its answer, or will never have one. */
    void finished(int index, boolean good) {
        if (index == Lane.UNMEASURED) {
            ready++;
            if (ready == lanes.size()) {
                begin();
            }
            return;
        }
        nanos[index] = good ? late(index) : Timeline.FAILED;
        countDone();
    }

    /** The connection was so far behind that the request was not sent. */
    void givenUp() {
        countDone();
    }

    private void begin() {
        long begin = System.nanoTime() + LEAD;
        timeline = new Timeline(begin, 1e9 / client.rate(), nanos);
        begun.accept(begin);
        if (nanos.length == 0) {
            end();
        }
        tick();
    }

    /** Hands out all that is due, and comes again when the next one is. */
    private void tick() {
        while (next < nanos.length && late(next) >= 0) {
            lanes.get(next % lanes.size()).due(next);
            next++;
        }
        if (next < nanos.length) {
            var _ = loop.schedule(this::tick, Math.max(0, -late(next)), TimeUnit.NANOSECONDS);
        }
    }

    private void countDone() {
        done++;
        if (done == nanos.length) {
            end();
        }
    }

    private void end() {
        lanes.forEach(Lane::close);
        var _ = result.complete(timeline());
    }

    private Timeline timeline() {
        if (timeline == null) {
            throw new IllegalStateException("a request was due before the connections were open");
        }
        return timeline;
    }
}
