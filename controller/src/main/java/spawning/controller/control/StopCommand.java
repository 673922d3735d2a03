// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import spawning.controller.plan.Happening;
import spawning.controller.status.Journal;
import spawning.protocol.control.ControlReply;

/** The end of all: each worker answers what it has received, or is killed if it is to be at once. */
record StopCommand(Controls controls) implements Command {
    /** The planner takes wishes within a second for one. */
    private static final Duration SECOND_WISH = Duration.ofMillis(1_050);

    private static final Duration LOOK = Duration.ofMillis(250);

    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        talk.data("pid", Long.toString(ProcessHandle.current().pid()));
        long before = controls.board().journal().last();
        try {
            ask(talk);
            if (talk.request().flag("now") && !controls.ending().await(SECOND_WISH)) {
                ask(talk);
            }
        } catch (Ending.Ended e) {
            return Command.done("stopped");
        }
        return talk.request().flag("wait") ? awaitEnd(talk, before) : Command.done("stopping");
    }

    private void ask(Talk talk) throws Ending.Ended, InterruptedException {
        var _ = controls.ending().await(controls.steering().ask(new Happening.StopRequested(talk.by())));
    }

    private ControlReply.End awaitEnd(Talk talk, long before) throws IOException, InterruptedException {
        long seen = before;
        boolean over;
        do {
            over = controls.ending().await(LOOK);
            for (Journal.Entry entry : controls.board().journal().await(seen, 0, TimeUnit.MILLISECONDS)) {
                seen = entry.number();
                talk.moved(entry.milestone());
            }
            talk.alive();
        } while (!over);
        return Command.done("stopped");
    }
}
