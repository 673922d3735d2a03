// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/**
 * Whether workers are lost faster than it makes sense to start new ones, and when the next start may be. All times are
 * monotonic nanoseconds.
 *
 * <p>In a panic one worker starts at a time, and each start waits for the {@link Backoff} since the last failure and
 * since the last worker that became ready. Many workers lost at once are one failure to the backoff: it grows only when
 * a start was tried in between.
 */
final class Panic {
    static final int EXITS = 3;
    private static final long WINDOW = 30_000_000_000L;

    private final Backoff backoff;
    private final long[] lastExits = new long[EXITS];
    private int exits;
    private boolean on;
    private boolean startedSince;
    private long notBefore;
    private long lastFailure;
    private int tries;

    Panic(long seed) {
        backoff = new Backoff(seed);
    }

    boolean on() {
        return on;
    }

    /** No worker starts before; means nothing unless in panic. */
    long notBefore() {
        return notBefore;
    }

    /** When the panic is over if nothing fails until then; means nothing unless in panic. */
    long calmAt() {
        return lastFailure + backoff.calm();
    }

    long calm() {
        return backoff.calm();
    }

    /** The present wait before jitter; 0 without a panic. */
    long step() {
        return backoff.step();
    }

    /** How many boots failed while no worker was ever ready. */
    int tries() {
        return tries;
    }

    void noteTry() {
        tries++;
    }

    void noteExit(long now) {
        lastExits[exits % EXITS] = now;
        exits++;
    }

    /** Whether there were too many exits in too short a time. */
    boolean tooManyExits() {
        return exits >= EXITS && exitsSpan() <= WINDOW;
    }

    /** How long the last exits took; call it only if there were that many. */
    long exitsSpan() {
        return lastExits[(exits - 1) % EXITS] - lastExits[exits % EXITS];
    }

    /** Something failed that is, or deepens, a panic. */
    void raise(long now) {
        if (!on || startedSince) {
            backoff.grow();
        }
        on = true;
        startedSince = false;
        lastFailure = now;
        notBefore = now + backoff.draw();
    }

    /** A worker was started, or one became ready: the next one waits as long again. */
    void paceFrom(long now) {
        startedSince = true;
        notBefore = now + backoff.draw();
    }

    /** Over by calm. What failed to boot before counts on: a boot that hangs longer than the calm is a failure still. */
    void calmDown() {
        on = false;
        startedSince = false;
        exits = 0;
        backoff.reset();
    }

    /** Over, and all tries are forgotten: new code deserves one at once. */
    void forgive() {
        calmDown();
        tries = 0;
    }
}
