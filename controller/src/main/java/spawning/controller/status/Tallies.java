// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import spawning.controller.plan.Milestone;
import spawning.controller.plan.WorkerState;

/**
 * How often things happened since the controller began.
 *
 * @param spawned processes that were made for workers
 * @param exited of them, those that have ended
 * @param lost of those, the ones that ended against our will: crashed, did not come up, or killed on a deadline
 * @param killed workers that got SIGKILL, for whatever reason
 * @param reloads generations that were asked for after the first
 * @param served of them, those that all workers came to run
 * @param failed of them, those that could not be prepared or were taken back
 * @param panics panics raised when there was none
 * @param inPanic whether there is one now
 */
public record Tallies(
        long spawned,
        long exited,
        long lost,
        long killed,
        long reloads,
        long served,
        long failed,
        long panics,
        boolean inPanic) {
    /** Nothing happened yet. */
    public static final Tallies NONE = new Tallies(0, 0, 0, 0, 0, 0, 0, 0, false);

    /** With one thing more. */
    public Tallies after(Milestone milestone) {
        return switch (milestone) {
            case Milestone.WorkerMoved moved -> after(moved);
            case Milestone.GenerationBegun begun -> begun.generation() == 1 ? this : plusReloads(1, 0, 0);
            case Milestone.Serves serves -> serves.generation() == 1 ? this : plusReloads(0, 1, 0);
            case Milestone.Rejected _, Milestone.PreparationFailed _ -> plusReloads(0, 0, 1);
            case Milestone.PanicRaised _ -> panic(inPanic ? 0 : 1, true);
            case Milestone.PanicOver _ -> panic(0, false);
            case Milestone.Superseded _,
                    Milestone.Prepared _,
                    Milestone.Scaled _,
                    Milestone.TrialBegun _,
                    Milestone.TrialEnded _,
                    Milestone.StopBegun _ -> this;
        };
    }

    private Tallies after(Milestone.WorkerMoved moved) {
        boolean process = moved.pid() != 0;
        return new Tallies(
                spawned + (moved.from() == WorkerState.STARTING && process ? 1 : 0),
                exited + (moved.to() == WorkerState.EXITED && process ? 1 : 0),
                lost + (moved.unexpected() ? 1 : 0),
                killed + (moved.to() == WorkerState.KILLED ? 1 : 0),
                reloads,
                served,
                failed,
                panics,
                inPanic);
    }

    private Tallies plusReloads(int asked, int good, int bad) {
        return new Tallies(
                spawned, exited, lost, killed, reloads + asked, served + good, failed + bad, panics, inPanic);
    }

    private Tallies panic(int more, boolean now) {
        return new Tallies(spawned, exited, lost, killed, reloads, served, failed, panics + more, now);
    }
}
