// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;
import spawning.controller.ExitStatus;

/** What the shell is to do, in the order given. Every action is quick or answers later with a {@link Happening}. */
public sealed interface Action {
    /**
     * Re-read the configuration and make the snapshot, or take both from an older generation; answered by prepared or
     * failed.
     *
     * @param copyOf the older generation, whose snapshot is there; 0 is none
     */
    record Prepare(int generation, int copyOf) implements Action {
        /** Made anew. */
        Prepare(int generation) {
            this(generation, 0);
        }
    }

    /**
     * A newer request, or a stop, made this preparation needless. It need not be answered any more; if the answer that
     * it is prepared was on its way already, {@link Discard} follows.
     */
    record CancelPreparation(int generation) implements Action {}

    /** Remove the snapshot and close listeners that only it used: it has no workers and will get none. */
    record Discard(int generation) implements Action {}

    /** All workers are of this generation: what only older ones listen on is to be closed when their last worker ended. */
    record Settled(int generation) implements Action {}

    /** Start a worker; always answered, by spawned or spawn failed, before anything else is told of this worker. */
    record Spawn(long worker, int slot, int generation) implements Action {}

    /** Tell a ready worker to accept. */
    record Accept(long worker) implements Action {}

    /** Tell a worker to drain; the last one empties the accept queue first, for nobody accepts after it. */
    record Drain(long worker, Duration limit, boolean last) implements Action {}

    /**
     * SIGKILL, after the evidence if that is to be collected first. The reason has been said already. When the evidence takes
     * too long, the same is ordered again, without.
     *
     * @param evidence whether somebody will want to know why
     */
    record Kill(long worker, String reason, boolean evidence) implements Action {}

    /** Collect what is left of a worker that ended unexpectedly. */
    record Autopsy(long worker, String ending) implements Action {}

    /** Stop new connections to our own listeners, before the last drains of a graceful stop. */
    record CloseGates() implements Action {}

    /**
     * Answer 503 from the controller, because no worker will for a while. Said again, with a new time, when the next
     * start has been put off.
     *
     * @param explanation for whoever develops the application; empty: clients are told nothing of it
     */
    record AnswerUnavailable(Duration retryAfter, String explanation) implements Action {}

    /** Leave the connections to the workers again. */
    record StopAnsweringUnavailable() implements Action {}

    /** A line for the log. */
    record Say(Severity severity, String text) implements Action {}

    /** Something for the history, and for those who wait for it. */
    record Mark(Milestone milestone) implements Action {}

    /** Everything has ended: leave, with a text for the log, which may be empty. The last action ever. */
    record Exit(ExitStatus status, String text) implements Action {}

    /** How much a line matters. */
    enum Severity {
        INFO,
        WARN,
        ERROR
    }
}
