// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import spawning.controller.status.Member;
import spawning.protocol.ControllerMessage;
import spawning.protocol.control.ControlReply;

/** All log files are closed and opened again, by name. */
record ReopenLogsCommand(Controls controls) implements Command {
    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        try {
            List<Member> told = controls.ending()
                    .await(controls.steering().tell(OptionalInt.empty(), _ -> new ControllerMessage.ReopenLogs()));
            return Command.done(told.size() + " workers were told");
        } catch (Ending.Ended e) {
            return Command.refused(String.valueOf(e.getMessage()));
        }
    }
}
