// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who waits for a generation or follows a worker hears of its begin and of its end, once each and in this order. */
final class MilestoneBook {
    private final Set<Integer> open = new HashSet<>();
    private final Map<Long, WorkerState> states = new HashMap<>();
    private final Set<Long> lost = new HashSet<>();
    private boolean panic;
    private int begun;

    void passed(Milestone milestone) {
        switch (milestone) {
            case Milestone.GenerationBegun(int number, int _, String _) -> {
                unless(number == begun + 1 && open.add(number), "generations begin in order", milestone);
                begun = number;
            }
            case Milestone.Prepared(int number, int _, var _) ->
                unless(open.contains(number), "what is prepared has begun", milestone);
            case Milestone.PreparationFailed(int number, String _) -> end(number, milestone);
            case Milestone.Superseded(int number, int _) -> end(number, milestone);
            case Milestone.Serves(int number, int _, var _) -> end(number, milestone);
            case Milestone.Rejected(int number, String _, int _) -> end(number, milestone);
            case Milestone.WorkerMoved moved -> moved(moved);
            case Milestone.PanicRaised _ -> panic = true;
            case Milestone.PanicOver() -> {
                unless(panic, "a panic ends that began", milestone);
                panic = false;
            }
            case Milestone.Scaled(int before, int now) -> unless(before != now, "scaled to another number", milestone);
            case Milestone.StopBegun _, Milestone.TrialBegun _, Milestone.TrialEnded _ -> {}
        }
    }

    private void end(int number, Milestone milestone) {
        unless(open.remove(number), "a generation ends once", milestone);
    }

    private void moved(Milestone.WorkerMoved moved) {
        WorkerState before = states.getOrDefault(moved.worker(), WorkerState.STARTING);
        unless(before == moved.from() && before != moved.to(), "no step of a worker is left out", moved);
        unless(!moved.unexpected() || lost.add(moved.worker()), "a worker is lost once", moved);
        states.put(moved.worker(), moved.to());
    }

    /** Generations whose end was not told. */
    Set<Integer> open() {
        return open;
    }
}
