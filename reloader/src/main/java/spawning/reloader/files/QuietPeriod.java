// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.time.Duration;

/**
 * When is it quiet enough to look? Knows no clock: all times are those of {@link System#nanoTime}. A save is answered
 * after {@link #SHORT}; when many files change (a checkout, a build) their gaps are longer, so it waits {@link #LONG}.
 */
final class QuietPeriod {
    static final Duration SHORT = Duration.ofMillis(50);
    static final Duration LONG = Duration.ofMillis(250);

    /** After this long it is time to look even when there is no end of changes. */
    static final Duration MOST = Duration.ofSeconds(10);

    /** More changes than this are many. */
    static final int MANY = 20;

    private boolean open;
    private long first;
    private long last;
    private int changes;

    /** Something changed just now. */
    void touched(long now, int count) {
        if (!open) {
            open = true;
            first = now;
            changes = 0;
        }
        last = now;
        changes += count;
    }

    /** Whether something changed that was not looked at yet. */
    boolean isOpen() {
        return open;
    }

    /** When it will have been quiet, unless something changes before. Only while open. */
    long due() {
        long quiet = last + (changes > MANY ? LONG : SHORT).toNanos();
        long atLast = first + MOST.toNanos();
        return quiet - atLast < 0 ? quiet : atLast;
    }

    /** Whether the longest wait is over. */
    boolean isOverdue(long now) {
        return open && now - first >= MOST.toNanos();
    }

    void close() {
        open = false;
    }
}
