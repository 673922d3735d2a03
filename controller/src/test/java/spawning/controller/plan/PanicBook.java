// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

/** The ledger's own reckoning of the backoff: how long a start must have waited, whatever the planner's clockwork says. */
final class PanicBook {
    private final Panic panic;
    private final long[] exits = new long[3];
    private int exitCount;
    private int steps;
    private boolean startedSince;
    private boolean wasOn;
    private boolean failedInStep;
    private boolean spawnFailedInStep;
    private long lastFailure;

    PanicBook(Panic panic) {
        this.panic = panic;
    }

    void nextStep(boolean panicBefore) {
        wasOn = panicBefore;
        failedInStep = false;
        spawnFailedInStep = false;
    }

    void newCode() {
        steps = 0;
        exitCount = 0;
    }

    void failed(long now) {
        note(now);
        exits[exitCount % 3] = now;
        exitCount++;
    }

    void spawnFailed(long now) {
        note(now);
        spawnFailedInStep = true;
    }

    private void note(long now) {
        failedInStep = true;
        lastFailure = now;
    }

    void ready() {
        startedSince = true;
    }

    void spawned(long now) {
        if (panic.on() && steps > 0) {
            long step = Math.min(Fate.SECOND / 2 << Math.min(steps - 1, 10), 30 * Fate.SECOND);
            long waited = now - lastFailure;
            unless(waited >= step - step / 4, "no spawn faster than the backoff", waited + " of " + step);
        }
        startedSince = true;
    }

    void checkAfterStep(long now, int ready) {
        boolean many = exitCount >= 3 && now - exits[exitCount % 3] <= 30 * Fate.SECOND;
        if (!panic.on()) {
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
