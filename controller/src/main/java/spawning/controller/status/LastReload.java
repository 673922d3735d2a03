// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import spawning.controller.plan.Milestone;

/**
 * A reload and what came of it.
 *
 * @param by who asked
 * @param at when it began
 * @param reason why it came to nothing; empty if it did not
 * @param took until its end; empty while it runs
 */
public record LastReload(int generation, String by, Instant at, Result result, String reason, Optional<Duration> took) {
    /** What came of a reload. */
    public enum Result {
        RUNNING,
        SERVED,
        ROLLED_BACK,
        FAILED,
        SUPERSEDED
    }

    static Optional<LastReload> after(Optional<LastReload> before, Instant at, Milestone milestone) {
        return switch (milestone) {
            case Milestone.GenerationBegun(int generation, int ignored, String by) ->
                generation == 1
                        ? before
                        : Optional.of(new LastReload(generation, by, at, Result.RUNNING, "", Optional.empty()));
            case Milestone.Serves(int generation, int ignored, Duration ignoredToo) ->
                ended(before, generation, at, Result.SERVED, "");
            case Milestone.PreparationFailed(int generation, String reason) ->
                ended(before, generation, at, Result.FAILED, reason);
            case Milestone.Rejected(int generation, String reason, int ignored) ->
                ended(before, generation, at, Result.ROLLED_BACK, reason);
            case Milestone.Superseded(int generation, int by) ->
                ended(before, generation, at, Result.SUPERSEDED, "generation " + by + " took its place");
            case Milestone.Prepared _,
                    Milestone.WorkerMoved _,
                    Milestone.PanicRaised _,
                    Milestone.PanicOver _,
                    Milestone.Scaled _,
                    Milestone.TrialBegun _,
                    Milestone.TrialEnded _,
                    Milestone.StopBegun _ -> before;
        };
    }

    private static Optional<LastReload> ended(
            Optional<LastReload> before, int generation, Instant at, Result result, String reason) {
        return before.map(reload -> reload.generation == generation
                ? new LastReload(
                        generation, reload.by, reload.at, result, reason, Optional.of(Duration.between(reload.at, at)))
                : reload);
    }
}
