// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * No cache at all: each request has its own copy of the session, from the store. Other than Jetty's it tells the application's
 * listeners of a session that expired, and lets a session live that somebody used since the scavenger read of it.
 */
final class SharedSessionCache extends NullSessionCache {
    SharedSessionCache(SessionManager manager) {
        super(manager);
    }

    @Override
    public ManagedSession newSession(SessionData data) {
        return new SharedSession(getSessionManager(), data);
    }

    @Override
    @SuppressWarnings("NullAway") // Jetty says: null is no session
    public ManagedSession delete(String id) throws Exception {
        RequestSessions who = RequestSessions.current();
        return who != null && who.scavenging() ? expired(id) : super.delete(id);
    }

    private @Nullable ManagedSession expired(String id) throws Exception {
        ManagedSession session = getAndEnter(id, false);
        if (session == null || !session.isExpiredAt(System.currentTimeMillis())) return null;
        getSessionDataStore().delete(id);
        return session;
    }
}
