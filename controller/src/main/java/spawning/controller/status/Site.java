// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import spawning.controller.aot.TrainingState;
import spawning.controller.config.ControllerConfig;
import spawning.controller.listener.BoundListener;
import spawning.controller.plan.Standing;

/**
 * All that is known of the service at one moment. What workers count is read from their scoreboards when somebody looks,
 * and added to {@link #gone}; so sums never go backwards, whoever ends.
 *
 * @param at when this was noted
 * @param atNanos the same by the monotonic clock, to which the times of {@link Standing} belong
 * @param config of the generation that all workers shall run; before there is one, what was started with
 * @param listeners of the generation that was started last
 * @param members the processes of all workers that have not been reaped
 * @param gone what those counted that have
 * @param tallies what happened how often
 * @param training of the AOT cache that workers are to boot from
 */
public record Site(
        Instant at,
        long atNanos,
        ControllerConfig config,
        List<BoundListener> listeners,
        Standing standing,
        List<Member> members,
        Totals gone,
        Tallies tallies,
        TrainingState training) {
    public Site {
        listeners = List.copyOf(listeners);
        members = List.copyOf(members);
    }

    /** What the planner knows of a member; empty while its end has not been taken note of everywhere. */
    public Optional<Standing.OfWorker> standingOf(Member member) {
        return standing.workers().stream()
                .filter(worker -> worker.number() == member.number())
                .findFirst();
    }

    /** The sum over all workers there ever were. */
    public Totals totals() {
        Totals sum = gone;
        for (Member member : members) {
            sum = sum.plus(member.process().scoreboard());
        }
        return sum;
    }
}
