// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

/** A clock that only goes forward, and stands still while the machine is suspended. Its zero means nothing. */
@FunctionalInterface
public interface MonotonicClock {
    /** The clock of this machine (CLOCK_MONOTONIC). */
    MonotonicClock SYSTEM = System::nanoTime;

    /** Nanoseconds; may be negative, so two readings are compared by subtraction. Any thread. */
    long nanos();
}
