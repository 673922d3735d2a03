// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One deadline that is moved often and seldom met. Moving it later costs two assignments: what is scheduled stays, and
 * looks at the deadline anew when its time comes. For the event loop's thread only.
 */
final class DeadlineTimer {
    private final EventLoop loop;
    private final Runnable action;

    /** By so much a timer is late when the loop, or the machine, stood still. */
    private static final Duration STOOD_STILL = Duration.ofMillis(300);

    /** What a client gets for the time that we did not listen. */
    private static final Duration SECOND_CHANCE = Duration.ofMillis(100);

    private boolean armed;
    private long deadline;
    private @Nullable ScheduledFuture<?> scheduled;
    private long scheduledFor;

    /** A timer without a deadline; the action runs on the loop. */
    DeadlineTimer(EventLoop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    /** Sets the deadline, in place of the one before. */
    void arm(Duration fromNow) {
        armUntil(System.nanoTime() + fromNow.toNanos());
    }

    /** Brings the deadline forward, if there is one and it is later. */
    void hasten(Duration fromNow) {
        long earlier = System.nanoTime() + fromNow.toNanos();
        if (armed && deadline - earlier > 0) {
            armUntil(earlier);
        }
    }

    /** Drops the deadline. */
    void disarm() {
        armed = false;
    }

    /** Drops the deadline and frees what it held in the loop. */
    void close() {
        armed = false;
        cancel();
    }

    private void armUntil(long time) {
        armed = true;
        deadline = time;
        if (scheduled == null || scheduledFor - time > 0) {
            cancel();
            schedule();
        }
    }

    private void schedule() {
        scheduledFor = deadline;
        scheduled = loop.schedule(this::look, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void look() {
        scheduled = null;
        if (!armed) {
            return;
        }
        long late = System.nanoTime() - deadline;
        if (late < 0) {
            schedule();
        } else if (late > STOOD_STILL.toNanos()) {
            // so did the client's bytes wait for us: they are read before this is run again
            deadline = System.nanoTime() + SECOND_CHANCE.toNanos();
            schedule();
        } else {
            armed = false;
            action.run();
        }
    }

    private void cancel() {
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }
}
