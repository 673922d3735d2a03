// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.Outcome;

/** What a verb does. On a thread of the connection's own. */
interface Command {
    /** Does it; blocks for as long as that takes. @throws IOException the client cannot be told any more */
    ControlReply.End run(Talk talk) throws IOException, InterruptedException;

    static ControlReply.End done(String text) {
        return new ControlReply.End(Outcome.DONE, text);
    }

    static ControlReply.End refused(String text) {
        return new ControlReply.End(Outcome.REFUSED, text);
    }

    static ControlReply.End wrong(String text) {
        return new ControlReply.End(Outcome.USAGE, text);
    }
}
