// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.WorkerState.DRAINING;
import static spawning.controller.plan.WorkerState.EXITED;
import static spawning.controller.plan.WorkerState.KILLED;
import static spawning.controller.plan.WorkerState.READY;
import static spawning.controller.plan.WorkerState.STANDBY;
import static spawning.controller.plan.WorkerState.STARTING;

/**
 * One cell of the table worker state x cause. Every cell is written down, also those that cannot happen.
 *
 * <p>A worker may be told to drain, or be killed, before the shell has answered its spawn: then the order waits for the
 * process, which is why {@link Cause#SPAWNED} has a meaning in three states.
 *
 * @param next the state from now on
 * @param effect what else is done
 */
record Transition(WorkerState next, Effect effect) {
    /** The cell of a state and a cause. A worker nobody knows (any more) is {@link WorkerState#EXITED}. */
    static Transition of(WorkerState state, Cause cause) {
        return switch (state) {
            case STARTING -> starting(cause);
            case STANDBY -> standby(cause);
            case READY -> ready(cause);
            case DRAINING -> draining(cause);
            case KILLED -> killed(cause);
            case EXITED -> exited(cause);
        };
    }

    private static Transition starting(Cause cause) {
        return switch (cause) {
            case SPAWNED -> to(STARTING, Effect.NOTE_PID);
            case SPAWN_FAILED -> to(EXITED, Effect.SPAWN_FAILED);
            case SAID_READY -> to(READY, Effect.ACCEPT);
            case SPARE -> to(STANDBY, Effect.STAND_BY);
            case PROMOTED -> to(STARTING, Effect.IMPOSSIBLE);
            case SAID_RETIRING -> to(STARTING, Effect.NOTE_RETIRING);
            case SAID_FAILED -> to(DRAINING, Effect.BOOT_FAILED);
            case SAID_DRAINED -> to(STARTING, Effect.IMPOSSIBLE);
            case WORN -> to(STARTING, Effect.IGNORED);
            case UNREACHABLE, HUNG, DEADLINE_PASSED -> to(KILLED, Effect.KILL_UNBOOTED);
            case EXIT_SEEN -> to(EXITED, Effect.BOOT_FAILED);
            case DRAIN_WANTED -> to(DRAINING, Effect.DRAIN);
            case KILL_WANTED -> to(KILLED, Effect.KILL);
        };
    }

    private static Transition standby(Cause cause) {
        return switch (cause) {
            case SPAWNED, SAID_READY, SPARE, SAID_FAILED, SAID_DRAINED, DEADLINE_PASSED ->
                to(STANDBY, Effect.IMPOSSIBLE);
            case SPAWN_FAILED -> to(EXITED, Effect.SPAWN_FAILED); // impossible, but believed: there is no process
            case PROMOTED -> to(READY, Effect.PROMOTE);
            case SAID_RETIRING -> to(STANDBY, Effect.NOTE_RETIRING);
            case WORN -> to(STANDBY, Effect.IGNORED);
            case UNREACHABLE, HUNG -> to(KILLED, Effect.KILL_LOST);
            case EXIT_SEEN -> to(EXITED, Effect.CRASHED);
            case DRAIN_WANTED -> to(DRAINING, Effect.DRAIN);
            case KILL_WANTED -> to(KILLED, Effect.KILL);
        };
    }

    private static Transition ready(Cause cause) {
        return switch (cause) {
            case SPAWNED, SAID_READY, SPARE, PROMOTED, SAID_FAILED, SAID_DRAINED, DEADLINE_PASSED ->
                to(READY, Effect.IMPOSSIBLE);
            case SPAWN_FAILED -> to(EXITED, Effect.SPAWN_FAILED); // impossible, but believed: there is no process
            case SAID_RETIRING -> to(READY, Effect.NOTE_RETIRING);
            case WORN -> to(READY, Effect.NOTE_WORN);
            case UNREACHABLE, HUNG -> to(KILLED, Effect.KILL_LOST);
            case EXIT_SEEN -> to(EXITED, Effect.CRASHED);
            case DRAIN_WANTED -> to(DRAINING, Effect.DRAIN);
            case KILL_WANTED -> to(KILLED, Effect.KILL);
        };
    }

    private static Transition draining(Cause cause) {
        return switch (cause) {
            case SPAWNED -> to(DRAINING, Effect.DRAIN);
            case SPARE, PROMOTED -> to(DRAINING, Effect.IMPOSSIBLE);
            case SPAWN_FAILED, EXIT_SEEN -> to(EXITED, Effect.GONE);
            case SAID_READY, SAID_RETIRING, SAID_FAILED, SAID_DRAINED, WORN, DRAIN_WANTED ->
                to(DRAINING, Effect.IGNORED);
            case UNREACHABLE, HUNG, DEADLINE_PASSED, KILL_WANTED -> to(KILLED, Effect.KILL);
        };
    }

    private static Transition killed(Cause cause) {
        return switch (cause) {
            case SPAWNED -> to(KILLED, Effect.KILL);
            case SPARE, PROMOTED -> to(KILLED, Effect.IMPOSSIBLE);
            case SPAWN_FAILED, EXIT_SEEN -> to(EXITED, Effect.GONE);
            case SAID_READY, SAID_RETIRING, SAID_FAILED, SAID_DRAINED, UNREACHABLE, WORN, HUNG, DRAIN_WANTED ->
                to(KILLED, Effect.IGNORED);
            case KILL_WANTED -> to(KILLED, Effect.HASTEN_KILL);
            case DEADLINE_PASSED -> to(KILLED, Effect.STUCK);
        };
    }

    private static Transition exited(Cause cause) {
        return switch (cause) {
            case SPAWNED, SPAWN_FAILED, SPARE, PROMOTED, WORN, HUNG, DRAIN_WANTED, KILL_WANTED, DEADLINE_PASSED ->
                to(EXITED, Effect.IMPOSSIBLE);
            case SAID_READY, SAID_RETIRING, SAID_FAILED, SAID_DRAINED, UNREACHABLE, EXIT_SEEN ->
                to(EXITED, Effect.IGNORED);
        };
    }

    private static Transition to(WorkerState next, Effect effect) {
        return new Transition(next, effect);
    }
}
