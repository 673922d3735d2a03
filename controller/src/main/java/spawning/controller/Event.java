// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import spawning.controller.plan.Happening;
import spawning.controller.signal.ControllerSignal;

/** What the controller's one thread waits for. Posted by other threads: signals, the watcher, the preparation. */
sealed interface Event {
    /** A signal came. */
    record Signalled(ControllerSignal signal) implements Event {}

    /** Something that the planner has to know. */
    record Happened(Happening happening) implements Event {}

    /** The snapshot, the listeners and the settings of a generation are there. */
    record Prepared(Generation generation) implements Event {}

    /** The controller itself failed on another thread. */
    record Broken(Throwable cause) implements Event {}
}
