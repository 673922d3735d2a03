// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.ArrayList;
import java.util.List;

/** How things were just before the planner was told of a look or a measurement. */
final class Eve {
    private final Planner planner;
    private final Books books;
    private final List<Account> ready = new ArrayList<>();
    private final List<Account> up = new ArrayList<>();
    private boolean quiet;

    Eve(Planner planner, Books books) {
        this.planner = planner;
        this.books = books;
    }

    void note() {
        quiet = true;
        ready.clear();
        up.clear();
        for (Account account : books.alive()) {
            Worker worker = books.worker(account);
            boolean isUp = account.ready() || account.standby();
            quiet &= isUp && worker != null && !worker.retiring();
            if (account.ready()) {
                ready.add(account);
            }
            if (isUp) {
                up.add(account);
            }
        }
    }

    /** Whether so many were ready as are wanted, nobody else lived, and nobody was to be replaced. */
    boolean mayLeaveFirst() {
        Generations generations = planner.generations();
        return quiet
                && generations.hasTarget()
                && ready.size() >= generations.target().workers();
    }

    /** How many were ready then, or waited, and are being killed now. */
    int readyThatAreKilled() {
        int killed = 0;
        for (Account account : up) {
            killed += books.stateOf(account) == WorkerState.KILLED ? 1 : 0;
        }
        return killed;
    }

    /** Whether the planner was told that a replacement has no room beside the worker that it replaces. */
    boolean isRoomless() {
        return books.happening() instanceof Happening.MemoryMeasured(MemoryUse use)
                && !use.workers().isEmpty()
                && use.workers().stream().allMatch(of -> of.bytes() > use.room() || !wasReady(of.worker()));
    }

    private boolean wasReady(long worker) {
        return ready.stream().anyMatch(account -> account.spawn.worker() == worker);
    }
}
