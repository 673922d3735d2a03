// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** Leads each generation from its request to its end: prepared, rolled out or rejected, discarded. */
final class Reloads {
    private final World world;
    private final Generations generations;
    private final Staffing staffing;
    private final Panic panic;
    private final Shutdown shutdown;
    private final Unavailability unavailability;
    private final Setbacks setbacks;
    private final Orders orders;

    Reloads(
            World world,
            Generations generations,
            Staffing staffing,
            Panic panic,
            Shutdown shutdown,
            Unavailability unavailability,
            Setbacks setbacks,
            Orders orders) {
        this.world = world;
        this.generations = generations;
        this.staffing = staffing;
        this.panic = panic;
        this.shutdown = shutdown;
        this.unavailability = unavailability;
        this.setbacks = setbacks;
        this.orders = orders;
    }

    /** The first generation, which nobody asks for by name. */
    void begin() {
        orders.add(new Action.Prepare(generations.prepareNext(world.now())));
    }

    /** A newer request replaces the one that is being prepared; one that is rolling already rolls on meanwhile. */
    void request(String by) {
        if (shutdown.begun()) {
            orders.info(by + ": no reload, for everything is being stopped");
            return;
        }
        int superseded = generations.preparing();
        if (superseded != 0) {
            orders.add(new Action.CancelPreparation(superseded));
        }
        int next = generations.prepareNext(world.now());
        orders.info(by + ": preparing generation " + next + (superseded == 0 ? "" : " instead of " + superseded));
        orders.add(new Action.Prepare(next));
    }

    void prepared(int number, Policy policy) {
        if (number == generations.preparing()) {
            Generation next = generations.prepared(policy);
            panic.forgive();
            unavailability.somethingChanged();
            String took = Elapsed.text(world.now() - next.askedAt());
            orders.info("generation " + number + " prepared after " + took + ", " + next.workers() + " workers wanted");
        } else if (!generations.knows(number)) {
            orders.add(new Action.Discard(number)); // it was superseded when its answer was on its way
        }
    }

    void failed(int number, String reason) {
        if (number != generations.preparing()) {
            return; // it was superseded when its answer was on its way
        }
        generations.forgetPreparation();
        if (setbacks.waitsForChange() || !generations.hasTarget()) {
            failedBeforeAnyServed(number, reason);
        } else {
            Generation target = generations.target();
            String next = " could not be prepared: " + reason + "; generation " + target.number();
            orders.error("generation " + number + next + (target.proven() ? " serves on" : " is still being tried"));
        }
    }

    private void failedBeforeAnyServed(int number, String reason) {
        String what = "generation " + number + " could not be prepared: " + reason;
        if (setbacks.developing()) {
            orders.error(what + "; it is tried again when something changes");
            setbacks.blame(reason);
            unavailability.explain(reason);
        } else {
            shutdown.giveUp(what);
        }
    }

    void scale(int by) {
        if (shutdown.begun() || !generations.hasTarget()) {
            orders.info("no change of workers by " + by + ": no generation serves");
            return;
        }
        int before = generations.target().workers();
        generations.scale(by);
        int now = generations.target().workers();
        orders.info(now + " workers wanted, before: " + before + limit(now, by));
    }

    private String limit(int workers, int by) {
        boolean most = by > 0 && workers == generations.target().policy().mostWorkers();
        return most ? "; no more, for sessions are in the memory of each worker (--sessions)" : "";
    }

    /** A reload is complete when all serve with the target and nobody with anything else. */
    void completeIfUp() {
        Generation target = generations.target();
        if (generations.rolling() && staffing.isUp(target) && !staffing.anyOutdated(target)) {
            generations.complete();
            String ready = world.count(WorkerState.READY, target) + " of " + target.workers() + " workers ready";
            String took = Elapsed.text(world.now() - target.askedAt());
            orders.add(new Action.Settled(target.number()));
            orders.info("generation " + target.number() + " serves: " + ready + " after " + took);
        }
    }

    void discardNeedless() {
        for (Generation needless : generations.takeNeedless(world::uses)) {
            orders.add(new Action.Discard(needless.number()));
        }
    }
}
