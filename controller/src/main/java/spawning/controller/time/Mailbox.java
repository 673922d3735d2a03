// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where the controller's one thread waits for events, which any thread posts. First in, first out, without bound. */
public final class Mailbox<E> {
    private final LinkedBlockingQueue<E> events = new LinkedBlockingQueue<>();
    private final MonotonicClock clock;

    public Mailbox(MonotonicClock clock) {
        this.clock = clock;
    }

    /** Adds an event. Never blocks; any thread, also that of a signal handler. */
    public void post(E event) {
        events.add(event);
    }

    /**
     * Takes the next event, waiting for it until the deadline. An event that is there already is returned even when the
     * deadline has passed.
     *
     * @param deadlineNanos by the clock; empty waits without limit
     * @return null when the deadline has passed
     */
    public @Nullable E next(OptionalLong deadlineNanos) throws InterruptedException {
        return deadlineNanos.isEmpty()
                ? events.take()
                : events.poll(deadlineNanos.getAsLong() - clock.nanos(), TimeUnit.NANOSECONDS);
    }
}
