// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

/** An own reckoning of panic and backoff: whether there is a reason, and how long a start must have waited. */
final class PanicBook {
    private static final int EXITS = 3;

    private final Planner planner;
    private final long[] exits = new long[EXITS];
    private int exitCount;
    private int tries;
    private int steps;
    private boolean everReady;
    private boolean startedSince;
    private boolean wasOn;
    private boolean failedInStep;
    private boolean spawnFailedInStep;
    private long lastFailure;

    PanicBook(Planner planner) {
        this.planner = planner;
    }

    void nextStep() {
        wasOn = planner.panic().on();
        failedInStep = false;
        spawnFailedInStep = false;
    }

    void newCode() {
        steps = 0;
        exitCount = 0;
        tries = 0;
    }

    /** Boots that failed before any worker was ready. */
    int tries() {
        return tries;
    }

    void bootFailed(long now) {
        tries += everReady ? 0 : 1;
        failed(now);
    }

    void failed(long now) {
        note(now);
        exits[exitCount % EXITS] = now;
        exitCount++;
    }

    void spawnFailed(long now) {
        tries += everReady ? 0 : 1;
        note(now);
        spawnFailedInStep = true;
    }

    private void note(long now) {
        failedInStep = true;
        lastFailure = now;
    }

    void ready() {
        everReady = true;
        startedSince = true;
    }

    void spawned(long now) {
        if (planner.panic().on() && steps > 0) {
            long step = Math.min(Fate.SECOND / 2 << Math.min(steps - 1, 10), 30 * Fate.SECOND);
            long waited = now - lastFailure;
            unless(waited >= step - step / 4, "no spawn faster than the backoff", waited + " of " + step);
        }
        startedSince = true;
    }

    void checkAfterStep(long now, int ready) {
        boolean many = exitCount >= EXITS && now - exits[exitCount % EXITS] <= 30 * Fate.SECOND;
        if (!planner.panic().on()) {
            unless(!(failedInStep && (many || spawnFailedInStep)), "three exits in 30 s are a panic", exitCount);
            exitCount = wasOn && !failedInStep ? 0 : exitCount;
            steps = 0;
            return;
        }
        boolean reason = failedInStep && (many || spawnFailedInStep || ready == 0);
        unless(wasOn || reason, "a panic has a reason", exitCount);
        if (failedInStep && (steps == 0 || startedSince)) {
            steps++;
            startedSince = false;
        }
    }
}
