// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import spawning.controller.plan.Elapsed;
import spawning.controller.plan.Milestone;
import spawning.protocol.LogText;
import spawning.protocol.control.ControlRequest;

/**
 * One request while it is answered.
 *
 * @param by who asks, as the log and the history say it
 */
record Talk(ControlRequest request, Line line, String by) {
    /** Says nothing, to learn whether the client still is there. */
    void alive() throws IOException {
        line.data("alive", "");
    }

    void progress(String text) throws IOException {
        line.progress(text);
    }

    /** Tells a worker's step; of other milestones nothing. */
    void moved(Milestone milestone) throws IOException {
        if (milestone instanceof Milestone.WorkerMoved moved) {
            String why = moved.detail().isEmpty() ? "" : ": " + LogText.line(moved.detail());
            progress("worker %d (pid %d, generation %d): %s -> %s after %s%s"
                    .formatted(
                            moved.slot(),
                            moved.pid(),
                            moved.generation(),
                            moved.from(),
                            moved.to(),
                            Elapsed.text(moved.lasted()),
                            why));
        }
    }

    void data(String kind, String text) throws IOException {
        line.data(kind, text);
    }
}
