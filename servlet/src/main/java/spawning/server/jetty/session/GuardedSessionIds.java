// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands out session ids, and takes the lock of each before anybody else can know it: the client may come back with a new id before
 * the first request has saved. The ids do not name a worker, for each worker knows each session.
 */
final class GuardedSessionIds extends DefaultSessionIdManager {
    /** From here to the session data, which Jetty makes next in the same thread, maybe one that the request's own thread started. */
    private static final ThreadLocal<@Nullable RequestSessions> NEW = new ThreadLocal<>();

    private final SessionLocks locks;

    GuardedSessionIds(Server server, SessionLocks locks) {
        super(server);
        this.locks = locks;
    }

    /** Whose session is being made in this thread. To be asked once. */
    static @Nullable RequestSessions requestOfNewSession() {
        RequestSessions sessions = NEW.get();
        NEW.remove();
        return sessions;
    }

    /**
     * Never the id that the client asked for, as Jetty has it where that id is in use: it is one that this request could not load,
     * because another generation's classes are in it or it ended meanwhile, and would be overwritten.
     */
    @Override
    public String newSessionId(Request request, String requestedId, long created) {
        RequestSessions sessions = RequestSessions.of(request);
        String id = super.newSessionId(request, null, created);
        if (sessions != null) {
            lock(sessions, id);
            NEW.set(sessions);
        }
        return id;
    }

    @Override
    public String renewSessionId(String oldId, String oldNodeId, Request request) {
        RequestSessions sessions = RequestSessions.of(request);
        if (sessions == null) return super.renewSessionId(oldId, oldNodeId, request);
        try {
            String id = sessions.bound(() -> super.renewSessionId(oldId, oldNodeId, request));
            lock(sessions, id);
            return id;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void lock(RequestSessions sessions, String id) {
        try {
            sessions.lockHere(id);
        } catch (IOException e) {
            sessions.failed(e);
        }
    }

    /** Called for what the scavenger found. A session whose lock somebody has is in use, and lives. */
    @Override
    public void expireAll(String id) {
        RequestSessions scavenger = RequestSessions.scavenger(locks);
        try {
            if (!scavenger.lock(id, NOBODY)) return;
            var _ = scavenger.bound(() -> {
                super.expireAll(id);
                return true;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            scavenger.end();
        }
    }

    /** A lock that comes after all is given back by {@link RequestSessions} itself, for its end has been. */
    private static final SessionLocks.Waiter NOBODY = new SessionLocks.Waiter() {
        @Override
        public void granted() {}

        @Override
        public void refused(Exception why) {}
    };
}
