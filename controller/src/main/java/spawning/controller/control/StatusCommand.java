// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import spawning.protocol.control.ControlReply;

/** How do things stand? */
record StatusCommand(Controls controls) implements Command {
    @Override
    public ControlReply.End run(Talk talk) throws IOException {
        talk.data("status", controls.report().get());
        return Command.done("");
    }
}
