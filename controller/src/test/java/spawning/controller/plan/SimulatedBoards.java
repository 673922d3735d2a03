// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the controller sees of simulated workers: their scoreboards, once in a while not as they are; and their memory. */
final class SimulatedBoards {
    private static final long CONTROLLER = 50 * Habits.MEGA;
    private static final long LITTLE = 10 * Habits.MEGA;

    private final Schedule schedule;
    private final List<SimulatedWorker> workers;
    private final Map<Long, Sight> before = new HashMap<>();
    private Schedule.@Nullable Input fault;
    private boolean faultBefore;
    private int looks;

    /** What the next look may see instead of what there is. */
    private enum Fault {
        MISSING,
        STALE,
        TORN,
        GHOSTS
    }

    SimulatedBoards(Schedule schedule, List<SimulatedWorker> workers) {
        this.schedule = schedule;
        this.workers = workers;
    }

    /** The next look sees something wrong; but not twice in a row. */
    void failOnce(Schedule.Input input) {
        fault = input;
    }

    List<Sight> look() {
        looks++;
        Schedule.Input faulty = faultBefore ? null : fault;
        fault = null;
        faultBefore = faulty != null;
        List<Sight> sights = new ArrayList<>();
        for (SimulatedWorker worker : workers) {
            if (worker.hasBoard()) {
                Sight sight = worker.sight();
                add(sights, faulty, sight);
                before.put(sight.worker(), sight);
            } else if (faulty != null && fault(faulty) == Fault.GHOSTS && before.containsKey(worker.id())) {
                sights.add(before.get(worker.id()));
            }
        }
        if (faulty != null && fault(faulty) == Fault.GHOSTS) {
            sights.add(new Sight(1_000_000, 7, Long.MAX_VALUE));
        }
        return sights;
    }

    private void add(List<Sight> sights, Schedule.@Nullable Input faulty, Sight sight) {
        boolean all = faulty != null && faulty.argument() % 3 == 0;
        if (faulty == null || !(all || sight.worker() % 2 == faulty.argument() % 2)) {
            sights.add(sight);
            return;
        }
        switch (fault(faulty)) {
            case MISSING -> {}
            case STALE -> sights.add(before.getOrDefault(sight.worker(), sight));
            case TORN -> {
                long torn = schedule.random(looks, 5).nextLong();
                sights.add(new Sight(sight.worker(), torn, torn >> 20));
            }
            case GHOSTS -> sights.add(sight);
        }
    }

    private static Fault fault(Schedule.Input input) {
        return Fault.values()[(int) (input.argument() % 7 % Fault.values().length)];
    }

    MemoryUse measure(boolean room) {
        List<MemoryUse.OfWorker> of = new ArrayList<>();
        long total = CONTROLLER;
        for (SimulatedWorker worker : workers) {
            if (worker.hasBoard() && worker.bytes() > 0) {
                of.add(new MemoryUse.OfWorker(worker.id(), worker.bytes(), ""));
                total += worker.bytes();
            }
        }
        return new MemoryUse(total, "PSS", room ? Long.MAX_VALUE : LITTLE, of);
    }
}
