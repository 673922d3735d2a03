// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.time.Duration;

/**
 * When is it quiet enough to look? Knows no clock: all times are those of {@link System#nanoTime}. The more files change
 * (a save, a compiler's run, a checkout), the longer are the gaps between them that mean nothing.
 */
final class QuietPeriod {
    static final Duration SHORT = Duration.ofMillis(50);
    static final Duration MIDDLE = Duration.ofMillis(120);
    static final Duration LONG = Duration.ofMillis(300);

    /** After this long it is time to look even when there is no end of changes. */
    static final Duration MOST = Duration.ofSeconds(10);

    /** More events than this are not those of one save. */
    static final int SOME = 6;

    /** More than this are those of a whole tree. */
    static final int MANY = 20;

    private boolean open;
    private long first;
    private long last;
    private long changes;

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

    /** A look showed so many changes: perhaps more than events told of, as in a new folder. */
    void found(long count) {
        changes = Math.max(changes, count);
    }

    /** Whether something changed that was not looked at yet. */
    boolean isOpen() {
        return open;
    }

    /** When it will have been quiet, unless something changes before. Only while open. */
    long due() {
        long quiet = last + gap().toNanos();
        long atLast = first + MOST.toNanos();
        return quiet - atLast < 0 ? quiet : atLast;
    }

    private Duration gap() {
        if (changes > MANY) {
            return LONG;
        }
        return changes > SOME ? MIDDLE : SHORT;
    }

    /** Whether the longest wait is over. */
    boolean isOverdue(long now) {
        return open && now - first >= MOST.toNanos();
    }

    void close() {
        open = false;
    }
}
