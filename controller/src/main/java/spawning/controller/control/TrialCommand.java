// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import spawning.controller.plan.Milestone;
import spawning.controller.status.Journal;
import spawning.protocol.LogText;
import spawning.protocol.control.ControlReply;

/** Would the code and the configuration come up as they are now? One worker is booted beside those that serve. */
record TrialCommand(Controls controls) implements Command {
    private static final long LOOK_MILLIS = 500;

    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        long before = controls.board().journal().last();
        try {
            Steering.TrialAnswer answer =
                    controls.ending().await(controls.steering().tryOut(talk.by()));
            if (answer.trial() == 0) {
                return Command.refused("no check: " + answer.refusal());
            }
            talk.progress("one worker of what is there now is booted, and thrown away then");
            return await(talk, answer.trial(), before);
        } catch (Ending.Ended e) {
            return Command.refused(String.valueOf(e.getMessage()));
        }
    }

    private ControlReply.End await(Talk talk, int trial, long before) throws IOException, InterruptedException {
        long seen = before;
        while (true) {
            boolean over = controls.ending().isNow();
            for (Journal.Entry entry :
                    controls.board().journal().await(seen, over ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                seen = entry.number();
                if (entry.milestone() instanceof Milestone.TrialEnded ended && ended.trial() == trial) {
                    return ended.failure().isEmpty()
                            ? Command.done("it is good: a reload would come up")
                            : Command.refused("it is not good: " + LogText.line(ended.failure()));
                }
            }
            if (over) {
                return Command.refused("the controller has ended");
            }
            talk.alive();
        }
    }
}
