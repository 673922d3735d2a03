// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

import java.time.Duration;

/** A moment by a {@link MonotonicClock} at which patience ends. */
public record Deadline(long nanos) {
    /** That long from now. */
    public static Deadline in(Duration wait, MonotonicClock clock) {
        return new Deadline(clock.nanos() + wait.toNanos());
    }

    /** How long until then; zero once it has passed. */
    public Duration remaining(MonotonicClock clock) {
        return Duration.ofNanos(Math.max(0, nanos - clock.nanos()));
    }

    /** Whether it is now, or over. */
    public boolean passed(MonotonicClock clock) {
        return nanos - clock.nanos() <= 0;
    }
}
