// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** Where a worker is in its life, as the controller sees it. */
public enum WorkerState {
    /** Spawned, not yet ready: it accepts nothing. */
    STARTING,
    /** Ready, and kept back until somebody who serves is lost or leaves: it accepts nothing. */
    STANDBY,
    /** Ready and told to accept. */
    READY,
    /** Told to drain: it accepts nothing more and ends when it has answered what it received. */
    DRAINING,
    /** Killed on a deadline, or at once; its end has not been seen yet. */
    KILLED,
    /** Its end has been seen. */
    EXITED
}
