// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.log.RequestIds;

/**
 * What becomes of requests that were not answered within the request timeout, beside that their clients are told: they are
 * counted, the log says where they are, and the controller is told when one does not end by itself. The loop's own.
 */
final class LateRequests {
    private static final Logger LOG = LoggerFactory.getLogger(LateRequests.class);

    /** What a late request gets to end by itself, so that its thread is free again. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How often it is said that one does not end: the controller forgets what it does not hear again. */
    private static final Duration SAID_APART = Duration.ofSeconds(5);

    /** When all requests are late at once, one stack tells as much as a thousand. */
    private static final Duration STACKS_APART = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Duration limit;
    private final Scoreboard scoreboard;
    private final Consumer<String> stuck;
    private long lastStack;

    /** @param stuck given, on the loop, what request still occupies a thread */
    LateRequests(EventLoop loop, Duration limit, Scoreboard scoreboard, Consumer<String> stuck) {
        this.loop = loop;
        this.limit = limit;
        this.scoreboard = scoreboard;
        this.stuck = stuck;
        this.lastStack = System.nanoTime() - STACKS_APART.toNanos();
    }

    Duration limit() {
        return limit;
    }

    /**
     * Its client has been told.
     *
     * @param what how, for people
     */
    void add(NettyExchange late, String what) {
        scoreboard.count(Counter.TIMED_OUT);
        LOG.warn(
                "{}{}: no answer within {} ms (request timeout {} ms); {}{}",
                late.line(),
                RequestIds.shown(late.requestId()),
                late.age().toMillis(),
                limit.toMillis(),
                what,
                stack(late));
        var _ = loop.schedule(() -> judge(late), GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void judge(NettyExchange late) {
        if (late.thread() != null) {
            stuck.accept(late.line() + " has run for " + late.age().toMillis() + " ms (request timeout "
                    + limit.toMillis() + " ms)" + RequestIds.shown(late.requestId()));
            var _ = loop.schedule(() -> judge(late), SAID_APART.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private String stack(NettyExchange late) {
        Thread thread = late.thread();
        if (thread == null) {
            return "; it waited for a thread";
        }
        long now = System.nanoTime();
        if (now - lastStack < STACKS_APART.toNanos()) {
            return "";
        }
        lastStack = now;
        StringBuilder text = new StringBuilder("; \"").append(thread.getName()).append("\" is");
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }
}
