// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts of all workers that ever were, and questions about them. */
class Roster {
    final Planner planner;
    final List<Account> accounts = new ArrayList<>();
    final List<Account> alive = new ArrayList<>();

    Roster(Planner planner) {
        this.planner = planner;
    }

    int size() {
        return accounts.size();
    }

    Account account(long id) {
        return accounts.get((int) id - 1);
    }

    List<Account> alive() {
        return alive;
    }

    boolean everAccepted() {
        return accounts.stream().anyMatch(account -> account.accepted);
    }

    int ready() {
        int count = 0;
        for (Account account : alive) {
            count += account.ready() ? 1 : 0;
        }
        return count;
    }

    int ready(int generation) {
        int count = 0;
        for (Account account : alive) {
            count += account.ready() && account.isOf(generation) ? 1 : 0;
        }
        return count;
    }

    int standby(int generation) {
        int count = 0;
        for (Account account : alive) {
            count += account.standby() && account.isOf(generation) ? 1 : 0;
        }
        return count;
    }

    int standby() {
        int count = 0;
        for (Account account : alive) {
            count += account.standby() ? 1 : 0;
        }
        return count;
    }

    /** Those that left first, and whose places stay empty. */
    int placesKept(Generation generation) {
        int count = 0;
        for (Account account : alive) {
            count += account.spared && account.isOf(generation.number()) ? 1 : 0;
        }
        return count;
    }

    boolean anyRetiring() {
        return alive.stream().anyMatch(account -> account.ready() && account.retiring)
                || planner.world().workers().stream()
                        .anyMatch(worker -> worker.is(WorkerState.READY) && worker.retiring());
    }

    /** What the planner believes of it: one that was given up before it had a process is told so only later. */
    @Nullable
    WorkerState stateOf(Account account) {
        Worker worker = worker(account);
        return worker == null ? null : worker.state();
    }

    @Nullable
    Worker worker(Account account) {
        return planner.world().find(account.spawn.worker());
    }

    void spawned(Action.Spawn spawn, long now) {
        Account account = new Account(spawn, now);
        accounts.add(account);
        alive.add(account);
    }
}
