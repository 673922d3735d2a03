// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.engine;

import java.time.Duration;

/**
 * The time that a request asked for instead of the request timeout.
 *
 * @param until by {@link System#nanoTime}
 * @param endless whether there is to be no limit at all
 */
public record Extension(long until, boolean endless) {
    /** What is longer, such as ChronoUnit.FOREVER, is as good as this, and could not be counted in nanoseconds. */
    private static final Duration MOST = Duration.ofDays(36_500);

    /**
     * From now on.
     *
     * @param fromNow zero is without limit
     * @throws IllegalArgumentException it is negative
     */
    public static Extension of(Duration fromNow) {
        if (fromNow.isNegative()) {
            throw new IllegalArgumentException("a request cannot have " + fromNow + " from now");
        }
        Duration granted = fromNow.compareTo(MOST) > 0 ? MOST : fromNow;
        return new Extension(System.nanoTime() + granted.toNanos(), fromNow.isZero());
    }
}
