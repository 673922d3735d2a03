// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

/** An own reckoning of the pace at which stuck workers are replaced: 5 s, doubling to a minute. */
final class StuckBook {
    private static final long FIRST = 5 * Fate.SECOND;
    private static final long LONGEST = 60 * Fate.SECOND;
    private static final long HOLDS = 12 * Fate.SECOND;

    private final Planner planner;
    private final Books books;
    private long step;
    private long last;
    private int waited;

    StuckBook(Planner planner, Books books) {
        this.planner = planner;
        this.books = books;
    }

    /** Whether it may be the one to go now; then it is noted as gone. */
    boolean mayGo(Worker worker, long now) {
        if (!books.account(worker.id()).stuck || now - last < step) {
            return false;
        }
        boolean alone = planner.world().workers().stream()
                .noneMatch(other -> other != worker && other.retiring() && isStuck(other, now));
        step = step == 0 || now - last >= 3 * step ? FIRST : Math.min(2 * step, LONGEST);
        last = now;
        return alone;
    }

    /** Called after a look: nobody who is stuck waits for longer than the pace says. */
    void check(long now) {
        boolean looked = books.wasToldThat(Happening.WorkersSeen.class);
        if (!looked) {
            return;
        }
        boolean waits = false;
        boolean alone = true;
        for (Worker worker : planner.world().workers()) {
            waits |= isStuck(worker, now);
            alone &= !(isStuck(worker, now) && worker.retiring());
        }
        waits &= alone && now - last > step;
        waited = waits ? waited + 1 : 0; // the turn of the next may have come in this very step
        unless(waited < 2, "who is stuck is replaced in its turn", step);
    }

    private boolean isStuck(Worker worker, long now) {
        Account account = books.account(worker.id());
        return worker.is(WorkerState.READY) && account.stuck && now - account.stuckSaid <= HOLDS;
    }
}
