// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** What an unexpected exit of one worker means for the others. */
public enum OnCrash {
    /** The one worker is replaced. */
    REPLACE,
    /** All workers are cycled, as Spawning for Python did. */
    RESTART_ALL
}
