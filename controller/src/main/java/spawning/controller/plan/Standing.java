// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.List;
import java.util.Optional;

/**
 * How things stand after a step: what the planner lets be seen of itself. Times are monotonic nanoseconds.
 *
 * @param stopping whether everything is being stopped
 * @param everReady whether any worker was ever ready
 * @param preparing the generation that is being prepared; 0 if none is
 * @param target the generation that all workers shall run; 0 before there is one
 * @param lastGood the newest that came up completely; 0 before there is one
 * @param previousGood the one before it, which is kept for a rollback; 0 if there is none
 * @param wanted how many workers shall serve; 0 before there is a target
 * @param alarm present in a panic
 * @param trouble why the last worker that failed did; empty if none has
 * @param workers all that have not ended, in the order of their spawning
 */
public record Standing(
        boolean stopping,
        boolean everReady,
        int preparing,
        int target,
        int lastGood,
        int previousGood,
        int wanted,
        Optional<Alarm> alarm,
        String trouble,
        List<OfWorker> workers) {
    public Standing {
        workers = List.copyOf(workers);
    }

    /** Before anything was planned. */
    public static final Standing NOTHING = new Standing(false, false, 0, 0, 0, 0, 0, Optional.empty(), "", List.of());

    /**
     * A panic.
     *
     * @param nextStart no worker is started before
     * @param tries boots that failed while no worker was ever ready
     * @param limit how many of them there may be
     */
    public record Alarm(String reason, long nextStart, int tries, int limit) {}

    /**
     * A worker that has not ended.
     *
     * @param pid 0 until the process is known
     * @param since when it came into its state
     * @param retiring whether it is to be replaced
     */
    public record OfWorker(
            long number, int slot, int pid, int generation, WorkerState state, long since, boolean retiring) {}

    /** How many workers are ready. */
    public int ready() {
        return (int) workers.stream()
                .filter(worker -> worker.state() == WorkerState.READY)
                .count();
    }

    /** Whether not all workers run the newest generation yet. */
    public boolean reloading() {
        return preparing != 0 || target != lastGood;
    }
}
