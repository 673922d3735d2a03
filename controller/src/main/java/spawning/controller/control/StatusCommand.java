// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import spawning.controller.status.report.StatusReport;
import spawning.protocol.control.ControlReply;

/** How do things stand? */
record StatusCommand(Controls controls) implements Command {
    private static final int SOME_EVENTS = 20;

    @Override
    public ControlReply.End run(Talk talk) throws IOException {
        boolean all = talk.request().flag("all");
        StatusReport.Detail detail = all ? StatusReport.Detail.ALL : new StatusReport.Detail(SOME_EVENTS, false);
        talk.data("status", controls.report().apply(detail));
        return Command.done("");
    }
}
