// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;

/** A session that was to be replaced is not there any more: another request ended it, or somebody removed it. */
final class SessionEndedException extends IOException {
    SessionEndedException() {
        super("the session was ended meanwhile");
    }
}
