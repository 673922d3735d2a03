// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Fate.MILLI;

import java.util.List;

/** What comes over a simulated world from outside. */
final class Outside {
    private final SimulatedWorld world;
    private final Planner planner;
    private final List<SimulatedWorker> workers;
    private final SimulatedBoards boards;

    Outside(SimulatedWorld world, Planner planner, List<SimulatedWorker> workers, SimulatedBoards boards) {
        this.world = world;
        this.planner = planner;
        this.workers = workers;
        this.boards = boards;
    }

    void take(Schedule.Input input) {
        switch (input.kind()) {
            case RELOAD -> world.tell(0, new Happening.ReloadRequested("SIGHUP"));
            case STOP -> world.tell(0, new Happening.StopRequested("SIGTERM"));
            case SCALE_UP -> world.tell(0, new Happening.ScaleRequested(1));
            case SCALE_DOWN -> world.tell(0, new Happening.ScaleRequested(-1));
            case SCALE_TO -> world.tell(0, new Happening.ScaleToRequested((int) (1 + input.argument() % 5)));
            case ROLLBACK -> world.tell(0, new Happening.RollbackRequested("spawning-ctl"));
            case TERM_TO_A_WORKER -> any(input).askToRetire("SIGTERM");
            case OUT_OF_MEMORY -> any(input).askToRetire("OutOfMemoryError");
            case KILL_A_WORKER -> any(input).crash();
            case KILL_ALL_WORKERS -> List.copyOf(workers).forEach(SimulatedWorker::crash);
            case UNREACHABLE_WORKER -> any(input).becomeUnreachable();
            case CONTROLLER_STOPPED -> world.stopController(input.length());
            case MACHINE_SUSPENDED -> world.suspend(input.length());
            case FREEZE_A_WORKER -> any(input).freeze(freezing(input));
            case FREEZE_ALL_WORKERS -> workers.forEach(worker -> worker.freeze(freezing(input)));
            case GO_ON -> List.copyOf(workers).forEach(SimulatedWorker::goOn);
            case STUCK_WORKER -> any(input).getStuck();
            case ALL_STUCK -> List.copyOf(workers).forEach(SimulatedWorker::getStuck);
            case WORKER_GROWS -> any(input).grow(input.argument() / 64);
            case MANY_REQUESTS -> workers.forEach(worker -> worker.serveMany(input.argument() / MILLI / 8));
            case NO_ROOM -> world.takeRoom(10 * input.argument());
            case FAULTY_SIGHTS -> boards.failOnce(input);
            case NOISE -> makeNoise(input);
        }
    }

    /** For ever, where the planner ends it. */
    private long freezing(Schedule.Input input) {
        boolean ends = planner.generations().hasTarget();
        for (Worker worker : planner.world().workers()) {
            ends &= Habits.endsWhenFrozen(worker.generation().policy());
        }
        return ends && input.argument() % 2 == 0 ? -1 : 2 * input.argument();
    }

    private SimulatedWorker any(Schedule.Input input) {
        int last = workers.size() - 1;
        int back = (int) (input.argument() % 4);
        return last < back ? SimulatedWorker.nobody(world) : workers.get(last - back);
    }

    /** Messages that make no sense, from workers that live and from those that never did. */
    private void makeNoise(Schedule.Input input) {
        switch ((int) (input.argument() % 5)) {
            case 0 -> world.tell(0, new Happening.WorkerExited(1_000_000, 1, "exit code 1"));
            case 1 -> world.tell(0, new Happening.WorkerReady(1_000_000));
            case 2 -> world.tell(0, new Happening.GenerationFailed(1_000_000, "never asked for"));
            case 3 -> world.tell(0, new Happening.TimePassed());
            default -> any(input).babble();
        }
    }
}
