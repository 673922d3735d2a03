// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;

/**
 * Something that operators want to read in the history of a service, and that those wait for who asked for a reload. What
 * the log says in words, for programs.
 */
public sealed interface Milestone {
    /**
     * A generation is being prepared; each one ends in exactly one of {@link Serves}, {@link PreparationFailed},
     * {@link Rejected} and {@link Superseded}, unless everything is stopped before.
     *
     * @param copyOf the generation whose code it takes; 0 if it is made anew
     * @param by who asked, such as {@code SIGHUP}; empty for the first one
     */
    record GenerationBegun(int generation, int copyOf, String by) implements Milestone {}

    /** A newer request took its place before it served completely. */
    record Superseded(int generation, int by) implements Milestone {}

    /** Its snapshot is there; workers are started. */
    record Prepared(int generation, int workers, Duration took) implements Milestone {}

    /** Nothing of it was started; what served serves on. */
    record PreparationFailed(int generation, String reason) implements Milestone {}

    /** All workers are of it. */
    record Serves(int generation, int ready, Duration took) implements Milestone {}

    /** It was started and taken back. */
    record Rejected(int generation, String reason, int fallback) implements Milestone {}

    /**
     * A worker came into another state.
     *
     * @param pid 0 if no process could be made
     * @param detail why, for people; may be empty
     * @param unexpected whether it was lost against our will: it crashed, did not come up, or was killed on a deadline
     */
    record WorkerMoved(
            long worker,
            int slot,
            int pid,
            int generation,
            WorkerState from,
            WorkerState to,
            Duration lasted,
            String detail,
            boolean unexpected)
            implements Milestone {}

    /** Starts back off. */
    record PanicRaised(String reason, Duration nextStart) implements Milestone {}

    /** Starts are made as usual again. */
    record PanicOver() implements Milestone {}

    /** Another number of workers is wanted. */
    record Scaled(int before, int now) implements Milestone {}

    /** The newest code is being tried beside what serves; trials are counted from 1. */
    record TrialBegun(int trial, String by) implements Milestone {}

    /**
     * A trial ended, and nothing is left of it.
     *
     * @param failure why the code is no good; empty if it is
     */
    record TrialEnded(int trial, String failure) implements Milestone {}

    /** Everything is being stopped. */
    record StopBegun(String by) implements Milestone {}
}
