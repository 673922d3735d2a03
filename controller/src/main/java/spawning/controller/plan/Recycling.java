// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.WorkerState.DRAINING;
import static spawning.controller.plan.WorkerState.READY;
import static spawning.controller.plan.WorkerState.STANDBY;
import static spawning.controller.plan.WorkerState.STARTING;

import java.util.List;

/**
 * Which workers have served for long enough, and which do not move any more. A worker that is worn only gets a note: it
 * serves on until its replacement is ready, and replacements come one at a time.
 */
final class Recycling {
    /** How often the shell looks at the scoreboards. */
    static final long LOOK = 1_000_000_000L;

    /**
     * Longer between two sights of a worker, and the machine or this process was stopped, or the sights were missing: its
     * heartbeat is not judged by that.
     */
    private static final long LATE = 2 * LOOK;

    /** One look that came late, or saw an old value, says nothing about a heart. */
    private static final int LEAST_LOOKS = 3;

    private final World world;
    private final WorkerLife life;
    private final Pace stuckPace = new Pace();

    Recycling(World world, WorkerLife life) {
        this.world = world;
        this.life = life;
    }

    void see(List<Sight> sights) {
        long now = world.now();
        for (Sight sight : sights) {
            Worker worker = world.find(sight.worker());
            if (worker != null && mayHang(worker, sight)) {
                worker.heart().seen(sight.beats(), now, LATE);
                judge(worker, sight);
            }
        }
        letStuckOnesGo();
    }

    /** A worker that starts has no heartbeat until its JVM is so far, for which there is the boot timeout. */
    private static boolean mayHang(Worker worker, Sight sight) {
        return worker.is(STANDBY)
                || worker.is(READY)
                || worker.is(DRAINING)
                || (worker.is(STARTING) && sight.beats() != 0);
    }

    private void judge(Worker worker, Sight sight) {
        Limits limits = worker.generation().policy().limits();
        Heart heart = worker.heart();
        long still = world.now() - heart.movedAt();
        boolean judged = limits.hangTimeout().isPositive() && heart.stillLooks() >= LEAST_LOOKS;
        if (judged && still > limits.hangTimeout().toNanos()) {
            life.apply(
                    worker,
                    Cause.HUNG,
                    "no heartbeat for " + Elapsed.text(still) + " (limit " + Elapsed.text(limits.hangTimeout()) + ")");
            return;
        }
        if (!worker.is(READY) || worker.retiring()) {
            return;
        }
        long age = world.now() - worker.since();
        if (limits.maxAge().isPositive() && age >= worker.own(limits.maxAge().toNanos())) {
            wear(worker, "served for " + Elapsed.text(age) + " (limit " + Elapsed.text(limits.maxAge()) + ")");
        } else if (limits.maxRequests() > 0 && sight.requests() >= worker.own(limits.maxRequests())) {
            wear(worker, "served " + sight.requests() + " requests (limit " + limits.maxRequests() + ")");
        }
    }

    private void wear(Worker worker, String why) {
        life.apply(worker, Cause.WORN, why);
    }

    /**
     * A worker has requests that do not end. If many have, something that all depend on is gone, and fresh workers would
     * be stuck as soon: so they are replaced at a growing distance, and none before the one before it has left.
     */
    void stuck(long id, String reason) {
        Worker worker = world.find(id);
        if (worker != null) {
            worker.isStuck(reason, world.now());
            letStuckOnesGo();
        }
    }

    private void letStuckOnesGo() {
        long now = world.now();
        Worker first = null;
        for (Worker worker : world.workers()) {
            if (worker.is(READY) && !worker.stuckBy(now).isEmpty()) {
                if (worker.retiring()) {
                    return;
                }
                first = first == null ? worker : first;
            }
        }
        if (first != null && stuckPace.take(now)) {
            wear(first, first.stuckBy(now));
        }
    }
}
