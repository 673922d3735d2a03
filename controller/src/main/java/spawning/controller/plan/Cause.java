// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** Why a worker's state may change: what was seen of it, or what the planner wants of it. */
enum Cause {
    /** Its process exists now. */
    SPAWNED,
    /** No process could be made for it. */
    SPAWN_FAILED,
    /** It said that it can accept. */
    SAID_READY,
    /** It said that it can accept, and enough others do. */
    SPARE,
    /** It is needed now. */
    PROMOTED,
    /** It asked to be replaced. */
    SAID_RETIRING,
    /** It said that it could not boot. */
    SAID_FAILED,
    /** It said that it has answered everything. */
    SAID_DRAINED,
    /** Its lifeline is full or broken. */
    UNREACHABLE,
    /** Its process ended. */
    EXIT_SEEN,
    /** It has served for long enough, or is stuck in parts. */
    WORN,
    /** Its heartbeat stands still. */
    HUNG,
    /** The planner wants it to leave when it is done. */
    DRAIN_WANTED,
    /** The planner wants it to leave at once. */
    KILL_WANTED,
    /** The time limit of its state passed. */
    DEADLINE_PASSED
}
