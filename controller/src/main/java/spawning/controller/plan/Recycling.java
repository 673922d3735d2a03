// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.WorkerState.DRAINING;
import static spawning.controller.plan.WorkerState.READY;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which workers have served for long enough, and which do not move any more. A worker that is worn only gets a note: it
 * serves on until its replacement is ready, and replacements come one at a time.
 */
final class Recycling {
    /** How often the shell looks at the scoreboards. */
    static final long LOOK = 1_000_000_000L;

    /** Longer between two looks, and the machine or this process was stopped: nobody's heartbeat is judged by that. */
    private static final long LATE = 2 * LOOK;

    private final World world;
    private final WorkerLife life;
    private final Pace stuckPace = new Pace();
    private long lastLook;
    private boolean looked;

    Recycling(World world, WorkerLife life) {
        this.world = world;
        this.life = life;
    }

    void see(List<Sight> sights) {
        long now = world.now();
        boolean late = looked && now - lastLook > LATE;
        looked = true;
        lastLook = now;
        for (Sight sight : sights) {
            Worker worker = world.find(sight.worker());
            if (worker != null && (worker.is(READY) || worker.is(DRAINING))) {
                worker.sawBeats(sight.beats(), now, late);
                judge(worker, sight);
            }
        }
        letStuckOnesGo();
    }

    private void judge(Worker worker, Sight sight) {
        Limits limits = worker.generation().policy().limits();
        long still = world.now() - worker.movedAt();
        if (limits.hangTimeout().isPositive() && still > limits.hangTimeout().toNanos()) {
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
     * be stuck as soon: so they are replaced at a growing distance.
     */
    void stuck(long id, String reason) {
        Worker worker = world.find(id);
        if (worker != null) {
            worker.isStuck(reason, world.now());
            letStuckOnesGo();
        }
    }

    private void letStuckOnesGo() {
        Optional<Worker> first = world.workers().stream()
                .filter(worker -> worker.is(READY)
                        && !worker.retiring()
                        && !worker.stuckBy(world.now()).isEmpty())
                .min(Comparator.comparingLong(Worker::id));
        first.ifPresent(worker -> {
            if (stuckPace.take(world.now())) {
                wear(worker, worker.stuckBy(world.now()));
            }
        });
    }
}
