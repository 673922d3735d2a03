// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.signal;

/** The signals that the controller acts upon. What each means is decided by who receives it. */
public enum ControllerSignal {
    /** Reload, or stop when it says that {@linkplain Terminal our terminal has gone}. */
    HUP,
    /** Stop. */
    TERM,
    /** Stop, from the keyboard. */
    INT,
    /** Open the log files again. */
    USR1,
    /** One worker more. */
    TTIN,
    /** One worker fewer. */
    TTOU
}
