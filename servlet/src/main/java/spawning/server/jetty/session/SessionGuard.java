// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands around the context of an application. A request that brings a session waits here for its lock, without a thread, and
 * goes on when the session has been read; or it ends here with 503, rather than in the application as a user who is
 * suddenly not logged in. Several sessions in one request are locked in the order of their ids, so that two requests
 * never wait for each other.
 */
final class SessionGuard extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(SessionGuard.class);

    private final AbstractSessionManager sessions;
    private final SharedSessionStore store;
    private final SessionLocks locks;
    private final Duration limit;
    private final OutageLog busy = new OutageLog(LOG, "a request could not have its session", "it got 503");

    SessionGuard(AbstractSessionManager sessions, SharedSessionStore store, SessionLocks locks, Duration limit) {
        this.sessions = sessions;
        this.store = store;
        this.locks = locks;
        this.limit = limit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Deque<SessionKey> wanted = wanted(request);
        RequestSessions mine = RequestSessions.begin(request, locks, limit);
        request.addHttpStreamWrapper(stream -> new SavedBeforeSent(stream, mine));
        return new Arrival(request, response, callback, mine, wanted).advance();
    }

    private Deque<SessionKey> wanted(Request request) {
        var wanted = new ArrayDeque<SessionKey>(1);
        RequestedIds.of(request, sessions).stream()
                .map(id -> store.key(sessions.getSessionIdManager().getId(id)))
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparing(SessionKey::id))
                .forEach(wanted::add);
        return wanted;
    }

    private boolean inside(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** One request on its way in. One thread at a time. */
    private final class Arrival implements SessionLocks.Waiter {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final RequestSessions mine;
        private final Deque<SessionKey> wanted;

        Arrival(Request request, Response response, Callback callback, RequestSessions mine, Deque<SessionKey> wanted) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.mine = mine;
            this.wanted = wanted;
        }

        /** Goes as far as it can get. False: nobody has answered the request. */
        boolean advance() throws Exception {
            while (!wanted.isEmpty()) {
                if (!mine.lock(wanted.element().id(), this)) return true;
                if (!read()) return true;
            }
            return mine.bound(() -> inside(request, response, callback));
        }

        /** Reads the session whose lock came last. False: it could not, and the request has its answer. */
        private boolean read() {
            SessionKey key = wanted.remove();
            try {
                if (!mine.readAhead(key, store.records())) mine.unlock(key.id());
                store.reading().worked();
                return true;
            } catch (IOException e) {
                store.reading().failed(e);
                refuse();
                return false;
            }
        }

        private void refuse() {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            Response.writeError(
                    request,
                    response,
                    callback,
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    SavedBeforeSent.UNAVAILABLE.strip());
        }

        @Override
        public void granted() {
            request.getComponents().getExecutor().execute(() -> {
                busy.worked();
                resume();
            });
        }

        private void resume() {
            try {
                if (!read()) return;
                if (!advance()) Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            } catch (Throwable e) { // as Jetty does for a handler in its own thread
                Response.writeError(request, response, callback, e);
            }
        }

        @Override
        public void refused(Exception why) {
            request.getComponents().getExecutor().execute(() -> {
                (why instanceof SessionBusyException ? busy : store.reading()).failed(why);
                refuse();
            });
        }
    }
}
