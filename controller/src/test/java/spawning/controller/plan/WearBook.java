// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An own reckoning of who is to be replaced: nobody without a reason, and everybody with one. */
final class WearBook {
    private final Planner planner;
    private final Books books;
    private final MemoryBook memory;
    private final StuckBook stuck;
    private final Set<Long> wornBefore = new HashSet<>();
    private final Set<Long> readyBefore = new HashSet<>();

    WearBook(Planner planner, Books books) {
        this.planner = planner;
        this.books = books;
        memory = new MemoryBook(planner, books);
        stuck = new StuckBook(planner, books);
    }

    /** Called before the planner is told. */
    void nextStep(long now) {
        wornBefore.clear();
        readyBefore.clear();
        for (Worker worker : planner.world().workers()) {
            if (worker.is(WorkerState.READY)) {
                readyBefore.add(worker.id());
            }
            if (worker.retiring()) {
                wornBefore.add(worker.id());
            }
        }
        if (books.happening() instanceof Happening.MemoryMeasured(MemoryUse use)
                && planner.generations().hasTarget()) {
            memory.measured(use, wornBefore, now);
        }
    }

    /** Called when the orders were read. */
    void check(List<Action> actions, long now) {
        int worn = 0;
        for (Worker worker : planner.world().workers()) {
            if (worker.retiring() && !wornBefore.contains(worker.id())) {
                worn++;
                boolean reason = isCalledStuck(worker, actions) ? stuck.mayGo(worker, now) : hasReason(worker, now);
                unless(reason, "nobody is replaced without a reason", worker);
            }
        }
        if (books.happening() instanceof Happening.WorkersSeen(List<Sight> sights)) {
            sights.forEach(sight -> checkNoticed(sight, now));
        }
        stuck.check(now);
        if (books.happening() instanceof Happening.MemoryMeasured
                && planner.generations().hasTarget()) {
            memory.check(actions, worn);
        }
        checkBeingReplaced();
    }

    /** One that is both old and stuck counts as what the planner calls it. */
    private static boolean isCalledStuck(Worker worker, List<Action> actions) {
        String line = worker.label() + ": to be replaced: " + SimulatedWorker.STUCK;
        return actions.stream()
                .anyMatch(action -> action instanceof Action.Say(Action.Severity _, String text) && text.equals(line));
    }

    private boolean hasReason(Worker worker, long now) {
        if (books.crashSeen() && worker.cycled()) {
            return true;
        }
        return switch (books.happening()) {
            case Happening.WorkerRetiring(long id, String _) -> id == worker.id();
            case Happening.WorkersSeen(List<Sight> sights) ->
                sights.stream().anyMatch(sight -> sight.worker() == worker.id() && share(worker, sight, now) >= 0.9);
            case Happening.MemoryMeasured _ -> memory.mayGo(worker);
            case Happening.ReloadRequested _,
                    Happening.RollbackRequested _,
                    Happening.ScaleToRequested _,
                    Happening.GenerationPrepared _,
                    Happening.GenerationFailed _,
                    Happening.WorkerSpawned _,
                    Happening.SpawnFailed _,
                    Happening.WorkerReady _,
                    Happening.WorkerStuck _,
                    Happening.WorkerFailed _,
                    Happening.WorkerDrained _,
                    Happening.WorkerUnreachable _,
                    Happening.WorkerExited _,
                    Happening.ScaleRequested _,
                    Happening.StopRequested _,
                    Happening.TimePassed _ -> false;
        };
    }

    private void checkNoticed(Sight sight, long now) {
        Worker worker = planner.world().find(sight.worker());
        if (worker != null && worker.is(WorkerState.READY) && readyBefore.contains(worker.id())) {
            unless(worker.retiring() || share(worker, sight, now) < 1, "who has had its time is replaced", worker);
        }
    }

    /** How much of its time it has had: 1 is all. */
    private double share(Worker worker, Sight sight, long now) {
        Account account = books.account(worker.id());
        if (!account.accepted) {
            return 0;
        }
        Limits limits = worker.generation().policy().limits();
        double age = now - account.acceptedAt; // it may have been told to leave in this very step
        double byAge = limits.maxAge().isZero() ? 0 : age / limits.maxAge().toNanos();
        double byRequests = limits.maxRequests() == 0 ? 0 : (double) sight.requests() / limits.maxRequests();
        return Math.max(byAge, byRequests);
    }

    /** If somebody is to be replaced, then a replacement starts, or is ready and waits until fewer drain. */
    private void checkBeingReplaced() {
        Generations generations = planner.generations();
        boolean mayWait = books.leaving()
                || planner.panic().on()
                || !generations.hasTarget()
                || !generations.target().proven()
                || books.placesKept(generations.target()) > 0;
        if (mayWait) {
            return;
        }
        int up = 0;
        boolean starting = false;
        boolean worn = false;
        for (Worker worker : planner.world().workers()) {
            boolean ready = worker.is(WorkerState.READY);
            starting |= worker.is(WorkerState.STARTING);
            up += ready ? 1 : 0;
            worn |= ready && worker.retiring() && worker.generation() == generations.target();
        }
        unless(!worn || starting || up > generations.target().workers(), "who is worn is being replaced", up);
    }
}
