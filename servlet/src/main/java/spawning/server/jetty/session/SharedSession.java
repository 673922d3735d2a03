// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request's copy of a session. Where a listener of the application fails while it ends, Jetty would not go on to remove it from
 * the store, and a user who has logged out would still be logged in.
 */
final class SharedSession extends ManagedSession {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);

    SharedSession(SessionManager manager, SessionData data) {
        super(manager, data);
    }

    @Override
    public void finishInvalidate() {
        try {
            super.finishInvalidate();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a listener of the application failed at the end of a session, which ends all the same", e);
        }
    }
}
