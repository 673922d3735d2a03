// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import spawning.controller.config.Given;
import spawning.controller.config.Reading;
import spawning.protocol.control.ControlReply;

/** What is in effect, as a configuration file: of the generation that all workers shall run. Without secrets. */
record ConfigCommand(Controls controls) implements Command {
    @Override
    public ControlReply.End run(Talk talk) throws IOException {
        String file = Reading.asFile(controls.board().site().config().inEffect(), Given::masked);
        talk.data("config", controls.masking().apply(file));
        return Command.done("");
    }
}
