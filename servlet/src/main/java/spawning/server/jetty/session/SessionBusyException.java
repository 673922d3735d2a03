// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.time.Duration;

/** Another request held the session for longer than this one was to wait. */
final class SessionBusyException extends IOException {
    SessionBusyException(Duration limit) {
        super("another request of the same session is still running after %d ms (limit %1$d ms, --session-lock)"
                .formatted(limit.toMillis()));
    }
}
