// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.util.Arrays;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;

/** Jetty's data of a session, and what the store last had of it. */
final class SharedSessionData extends SessionData {
    private final transient @Nullable RequestSessions request;
    private transient @Nullable SessionKey savedAs;
    private transient @Nullable StoredSession saved;

    SharedSessionData(
            @Nullable RequestSessions request,
            String id,
            String contextPath,
            String virtualHost,
            long created,
            long accessed,
            long lastAccessed,
            long maxInactive) {
        super(id, contextPath, virtualHost, created, accessed, lastAccessed, maxInactive);
        this.request = request;
    }

    /** The request that this copy of the session is for; none for a scavenger's. */
    @Nullable
    RequestSessions request() {
        return request;
    }

    /** Whether nobody will come back for it. */
    boolean ofWarmUp() {
        return request != null && request.warmUp();
    }

    void savedAs(SessionKey key, StoredSession session) {
        savedAs = key;
        saved = session;
    }

    /** What the store has under this key, as far as we know; nothing also where it has never been written under it. */
    @Nullable
    StoredSession saved(SessionKey key) {
        return key.equals(savedAs) ? saved : null;
    }

    /** Whether the store has these very bytes already. */
    static boolean same(@Nullable StoredSession saved, byte[] content) {
        return saved != null && Arrays.equals(saved.content(), content);
    }
}
