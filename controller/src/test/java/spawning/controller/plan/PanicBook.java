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
    private boolean failedInStep;
    private long lastFailure;

    PanicBook(Panic panic) {
        this.panic = panic;
    }

    void nextStep() {
        failedInStep = false;
    }

    void newCode() {
        steps = 0;
        exitCount = 0;
    }

    void failed(long now, boolean isExit) {
        failedInStep = true;
        lastFailure = now;
        if (isExit) {
            exits[exitCount % 3] = now;
            exitCount++;
        }
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

    void checkAfterStep(long now) {
        if (!panic.on()) {
            boolean many = exitCount >= 3 && failedInStep && now - exits[exitCount % 3] <= 30 * Fate.SECOND;
            unless(!many, "three exits in 30 s are a panic", exitCount);
            if (steps > 0) {
                exitCount = 0;
            }
            steps = 0;
        } else if (failedInStep && (steps == 0 || startedSince)) {
            steps++;
            startedSince = false;
        }
    }
}
