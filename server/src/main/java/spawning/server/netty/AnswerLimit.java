// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees when the application is late with a connection's present request: it has neither begun to answer for the request
 * timeout, nor sent a piece of its response for as long. For the event loop's thread only.
 */
final class AnswerLimit {
    private final Duration limit;
    private final DeadlineTimer timer;
    private final Consumer<NettyExchange> late;
    private @Nullable NettyExchange exchange;

    /**
     * @param limit the request timeout; zero: nobody is ever late
     * @param late given the exchange, whose turn it is no longer
     */
    AnswerLimit(EventLoop loop, Duration limit, Consumer<NettyExchange> late) {
        this.limit = limit;
        this.timer = new DeadlineTimer(loop, this::look);
        this.late = late;
    }

    void begin(NettyExchange begun) {
        if (!limit.isZero()) {
            exchange = begun;
            timer.arm(limit);
        }
    }

    void end() {
        exchange = null;
        timer.disarm();
    }

    /** Frees what it holds in the loop. */
    void close() {
        exchange = null;
        timer.close();
    }

    private void look() {
        NettyExchange current = exchange;
        if (current == null) {
            return;
        }
        Duration left = current.left(limit);
        if (left.isPositive()) {
            timer.arm(left);
        } else {
            exchange = null;
            late.accept(current);
        }
    }
}
