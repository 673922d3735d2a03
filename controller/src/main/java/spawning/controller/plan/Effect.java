// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** What a {@link Transition} does beside changing the state. */
enum Effect {
    /** The pid is noted. */
    NOTE_PID,
    /** The worker is told to accept. */
    ACCEPT,
    /** The worker waits until it is needed. */
    STAND_BY,
    /** The worker that waited is told to accept. */
    PROMOTE,
    /** The wish to be replaced is noted; the worker serves on until its replacement is ready. */
    NOTE_RETIRING,
    /** The wish to replace it is noted; the worker serves on until its replacement is ready. */
    NOTE_WORN,
    /** The worker is told to drain, as soon as it has a process. */
    DRAIN,
    /** The worker is killed, as soon as it has a process; no setback, for it was leaving anyway. */
    KILL,
    /** The worker is killed, for it did not boot: a setback. */
    KILL_UNBOOTED,
    /** The worker is killed, for it served and no longer can be reached: a setback. */
    KILL_LOST,
    /** The worker leaves by itself, for it could not boot: a setback. */
    BOOT_FAILED,
    /** There is no process: a setback, and a panic. */
    SPAWN_FAILED,
    /** The worker served and ended without having been told to: a setback. */
    CRASHED,
    /** The worker ended as it was told to, or as good as. */
    GONE,
    /** The worker is killed without waiting for its evidence any longer. */
    HASTEN_KILL,
    /** The worker has not ended: killed without waiting for its evidence any longer, or if that was done, said once. */
    STUCK,
    /** Nothing: the message was on its way when the state changed. */
    IGNORED,
    /** Nothing but a line in the log: the shell or the worker broke the protocol. */
    IMPOSSIBLE
}
