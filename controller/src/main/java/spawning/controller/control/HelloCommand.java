// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import spawning.controller.config.ControllerConfig;
import spawning.controller.listener.BoundListener;
import spawning.controller.status.Site;
import spawning.protocol.control.ControlReply;

/** Who are you? Tells instances apart. */
record HelloCommand(Controls controls) implements Command {
    @Override
    public ControlReply.End run(Talk talk) throws IOException {
        Site site = controls.board().site();
        ControllerConfig config = site.config();
        talk.data("name", config.process().name());
        talk.data("pid", Long.toString(ProcessHandle.current().pid()));
        talk.data("application", config.code().application().text());
        for (BoundListener listener : site.listeners()) {
            talk.data("address", listener.address() + " ");
        }
        return Command.done("");
    }
}
