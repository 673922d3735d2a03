// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Standing;
import spawning.protocol.control.ControlReply;

/** Code and configuration anew. */
record ReloadCommand(Controls controls, Rollout rollout) implements Command {
    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        long before = controls.board().journal().last();
        try {
            Standing after = controls.ending().await(controls.steering().ask(new Happening.ReloadRequested(talk.by())));
            int generation = after.preparing();
            if (after.stopping() || generation == 0) {
                return Command.refused("no reload: everything is being stopped");
            }
            if (!talk.request().flag("wait")) {
                return Command.done("generation " + generation + " is being prepared");
            }
            talk.progress("generation " + generation + " is being prepared");
            return rollout.follow(talk, generation, before);
        } catch (Ending.Ended e) {
            return Command.refused(String.valueOf(e.getMessage()));
        }
    }
}
