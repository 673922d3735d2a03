// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/**
 * What was seen of a worker's heartbeat. All times are monotonic nanoseconds.
 *
 * <p>It is timed anew with each state of the worker, and after a gap between two sights, for which somebody else is to
 * blame.
 */
final class Heart {
    private long beats;
    private long seenAt;
    private long movedAt;
    private int stillLooks;

    Heart(long now) {
        begin(now);
    }

    /** From now on it has its time anew. */
    void begin(long now) {
        seenAt = now;
        movedAt = now;
        stillLooks = 0;
    }

    /** @param longest after the last sight; if this one comes later, it is no proof that the heart stands still */
    void seen(long value, long now, long longest) {
        boolean late = now - seenAt > longest;
        seenAt = now;
        if (late || value != beats) {
            movedAt = now;
            stillLooks = 0;
        } else {
            stillLooks++;
        }
        beats = value;
    }

    /** When it was last seen to move, or got its time anew. */
    long movedAt() {
        return movedAt;
    }

    /** How many looks in a row saw it still. */
    int stillLooks() {
        return stillLooks;
    }
}
