// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Leads each generation from its request to its end: prepared, rolled out or rejected, discarded. */
final class Reloads {
    private final World world;
    private final Generations generations;
    private final Staffing staffing;
    private final Shutdown shutdown;
    private final Unavailability unavailability;
    private final Setbacks setbacks;
    private final Orders orders;

    Reloads(
            World world,
            Generations generations,
            Staffing staffing,
            Shutdown shutdown,
            Unavailability unavailability,
            Setbacks setbacks,
            Orders orders) {
        this.world = world;
        this.generations = generations;
        this.staffing = staffing;
        this.shutdown = shutdown;
        this.unavailability = unavailability;
        this.setbacks = setbacks;
        this.orders = orders;
    }

    /** The first generation, which nobody asks for by name. */
    void begin() {
        prepareNext(null, "");
    }

    /** Orders the preparation of the next generation and returns its number. */
    private int prepareNext(@Nullable Generation original, String by) {
        int next = generations.prepareNext(world.now());
        int copyOf = original == null ? 0 : original.number();
        orders.mark(new Milestone.GenerationBegun(next, copyOf, by));
        orders.add(new Action.Prepare(next, copyOf));
        return next;
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
        int next = prepareNext(null, by);
        orders.info(by + ": preparing generation " + next + (superseded == 0 ? "" : " instead of " + superseded));
        if (superseded != 0) {
            orders.mark(new Milestone.Superseded(superseded, next));
        }
    }

    /** What is under way is taken back; if nothing is, what served before is rolled out again, as a new generation. */
    void rollBack(String by) {
        Generation previous = generations.previousGood();
        if (shutdown.begun() || !generations.hasTarget()) {
            orders.info(by + ": no rollback, for no generation serves");
        } else if (generations.preparing() != 0) {
            breakOff(generations.preparing(), by);
        } else if (generations.fallback() != null) {
            setbacks.reject("taken back by " + by);
        } else if (generations.rolling() || previous == null) {
            orders.warn(by + ": no rollback, for there is no generation before "
                    + generations.target().number());
        } else {
            int next = prepareNext(previous, by);
            orders.info(by + ": preparing generation " + next + " as a copy of generation " + previous.number());
        }
    }

    private void breakOff(int number, String by) {
        orders.add(new Action.CancelPreparation(number));
        generations.forgetPreparation();
        int target = generations.target().number();
        orders.error("generation " + number + " is not prepared any further: taken back by " + by + "; generation "
                + target + " serves on");
        orders.mark(new Milestone.Rejected(number, "taken back by " + by, target));
    }

    void prepared(int number, Policy policy) {
        if (number == generations.preparing()) {
            if (generations.hasTarget() && generations.rolling()) {
                orders.mark(new Milestone.Superseded(generations.target().number(), number));
            }
            Generation next = generations.prepared(policy);
            setbacks.forgive();
            unavailability.somethingChanged();
            String took = Elapsed.text(world.now() - next.askedAt());
            orders.info("generation " + number + " prepared after " + took + ", " + next.workers() + " workers wanted");
            orders.mark(new Milestone.Prepared(number, next.workers(), since(next)));
        } else if (!generations.knows(number)) {
            orders.add(new Action.Discard(number)); // it was superseded when its answer was on its way
        }
    }

    void failed(int number, String reason) {
        if (number != generations.preparing()) {
            return; // it was superseded when its answer was on its way
        }
        generations.forgetPreparation();
        orders.mark(new Milestone.PreparationFailed(number, reason));
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

    void scaleTo(int workers) {
        scale(generations.hasTarget() ? workers - generations.target().workers() : 0);
    }

    void scale(int by) {
        if (shutdown.begun() || !generations.hasTarget()) {
            orders.info("no change of the number of workers: no generation serves");
            return;
        }
        int before = generations.target().workers();
        generations.scale(by);
        int now = generations.target().workers();
        orders.info(now + " workers wanted, before: " + before + limit(now, by));
        if (now != before) {
            orders.mark(new Milestone.Scaled(before, now));
        }
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
            orders.mark(new Milestone.Serves(target.number(), world.count(WorkerState.READY, target), since(target)));
            orders.info("generation " + target.number() + " serves: " + ready + " after " + took);
        }
    }

    private Duration since(Generation generation) {
        return Duration.ofNanos(world.now() - generation.askedAt());
    }

    void discardNeedless() {
        for (Generation needless : generations.takeNeedless(world::uses)) {
            orders.add(new Action.Discard(needless.number()));
        }
    }
}
