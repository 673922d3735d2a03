// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/**
 * When the next one of a kind may be done that had better not be done often: at once the first time, then after 5 s, and
 * after twice as long each time it is done again, up to a minute. It is forgotten when the wait has passed twice. Times
 * are monotonic nanoseconds.
 */
final class Pace {
    static final long FIRST = 5_000_000_000L;
    static final long LONGEST = 60_000_000_000L;

    private long step;
    private long last;

    /** Whether it may be done now; if so, it is taken as done. */
    boolean take(long now) {
        if (step != 0 && now - last < step) {
            return false;
        }
        boolean forgotten = step == 0 || now - last >= 3 * step;
        step = forgotten ? FIRST : Math.min(2 * step, LONGEST);
        last = now;
        return true;
    }

    /** How long it will be until the next may be done; 0 if at once. */
    long until(long now) {
        return step == 0 ? 0 : Math.max(0, step - (now - last));
    }
}
