// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;

/** A length of time as the log says it: {@code 180ms}, {@code 3.2s}, {@code 2m5s}, {@code 3h12m}. */
public final class Elapsed {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Elapsed() {}

    /** Cut, not rounded; a negative length is said as {@code 0ms}. */
    public static String text(Duration duration) {
        return text(duration.toNanos());
    }

    /** Cut, not rounded; a negative length is said as {@code 0ms}. */
    static String text(long nanos) {
        if (nanos < SECOND) {
            return Math.max(0, nanos / MILLI) + "ms";
        }
        if (nanos < MINUTE) {
            long tenths = nanos / (SECOND / 10);
            return tenths % 10 == 0 ? tenths / 10 + "s" : tenths / 10 + "." + tenths % 10 + "s";
        }
        if (nanos < HOUR) {
            return nanos / MINUTE + "m" + nanos % MINUTE / SECOND + "s";
        }
        return nanos / HOUR + "h" + nanos % HOUR / MINUTE + "m";
    }
}
