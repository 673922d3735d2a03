// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.SessionContext;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty's view of sessions that several processes share. It knows nothing by heart: each load reads, each save writes where the bytes are
 * others than before. It throws nothing at Jetty, which would log a stack trace a request and go on as if there were no
 * session: a failure is noted in the request instead, whose response becomes 503.
 */
final class SharedSessionStore extends AbstractSessionDataStore {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSessionStore.class);

    private static final String REFUSED = "requests that need it get 503 until it works, others go on";

    /** The time of the last use is kept to this many ms, which spares a system call for each of many quick requests. */
    private static final long TOUCH_AFTER = 1000;

    /** A request longer than this, in ms, counts as use of the session until its end. */
    private static final long LONG_REQUEST = 60_000;

    /** So many ms an expired session that this worker cannot read is left to workers that can. */
    private static final long LEFT_TO_OTHERS = Duration.ofHours(1).toMillis();

    private final SessionRecords records;
    private final boolean versions;
    private final OutageLog reading;
    private final OutageLog writing;
    private final OutageLog torn = new OutageLog(LOG, "a session is torn and is dropped", "its user begins a new one");
    private final OutageLog unreadable = new OutageLog(
            LOG,
            "a session cannot be read by the classes of this worker",
            "the request goes on without it, and the session is kept for workers that can");
    private final Set<String> leftOut = ConcurrentHashMap.newKeySet();
    private volatile String context = SessionKey.context("", SessionContext.NULL_VHOST);

    /**
     * @param versions refuses to overwrite what somebody else wrote, for locked sessions
     * @param where named in log lines
     */
    SharedSessionStore(SessionRecords records, boolean versions, String where) {
        this.records = records;
        this.versions = versions;
        this.reading = new OutageLog(LOG, "sessions in " + where + " cannot be read", REFUSED);
        this.writing = new OutageLog(LOG, "sessions in " + where + " cannot be saved", REFUSED);
    }

    @Override
    public void initialize(SessionContext sessionContext) throws Exception {
        super.initialize(sessionContext);
        context = SessionKey.context(sessionContext.getCanonicalContextPath(), sessionContext.getVhost());
    }

    @Nullable
    SessionKey key(String id) {
        return SessionKey.of(context, id);
    }

    SessionRecords records() {
        return records;
    }

    /** Where failures to read are told, those of the guard too. */
    OutageLog reading() {
        return reading;
    }

    @Override
    public SessionData newSessionData(String id, long created, long accessed, long lastAccessed, long maxInactive) {
        return data(GuardedSessionIds.requestOfNewSession(), id, created, accessed, lastAccessed, maxInactive);
    }

    private SharedSessionData data(
            @Nullable RequestSessions request,
            String id,
            long created,
            long accessed,
            long lastAccessed,
            long maxInactive) {
        return new SharedSessionData(
                request,
                id,
                _context.getCanonicalContextPath(),
                _context.getVhost(),
                created,
                accessed,
                lastAccessed,
                maxInactive);
    }

    @Override
    @SuppressWarnings("NullAway") // Jetty says: null is no session
    public SessionData doLoad(String id) {
        SessionKey key = key(id);
        if (key == null) return null;
        RequestSessions request = RequestSessions.current();
        try {
            StoredSession stored = request == null ? records.read(key) : request.read(key, records);
            reading.worked();
            return stored == null ? null : decoded(key, stored, request);
        } catch (IOException e) {
            failed(reading, request, e);
            return null;
        }
    }

    private @Nullable SessionData decoded(SessionKey key, StoredSession stored, @Nullable RequestSessions request) {
        if (SessionContent.torn(stored.content())) {
            torn.failed(
                    new IOException(key.shown() + ", the checksum is wrong, of " + stored.content().length + " bytes"));
            delete(key.id());
            return null;
        }
        SharedSessionData data = data(request, key.id(), 0, stored.accessed(), stored.accessed(), 0);
        try {
            SessionContent.decode(stored.content(), data);
        } catch (Exception | LinkageError | StackOverflowError e) {
            if (request == null || !request.scavenging()) unreadable.failed(new IOException(key.shown() + ", " + e));
            else removeWhereNobodyCame(key, stored);
            return null;
        }
        data.calcAndSetExpiry(stored.accessed());
        data.setLastSaved(1); // not new; no later, for Jetty saves nothing that was saved after now
        data.clean();
        data.savedAs(key, stored);
        return data;
    }

    /** Others, of newer code or older, may read it and tell their listeners of its end; they have had their time. */
    private void removeWhereNobodyCame(SessionKey key, StoredSession stored) {
        long maxInactive = SessionContent.maxInactive(ByteBuffer.wrap(stored.content()));
        long idle = System.currentTimeMillis() - stored.accessed();
        if (maxInactive > 0 && idle - maxInactive > LEFT_TO_OTHERS) delete(key.id());
    }

    @Override
    public void doStore(String id, SessionData data, long lastSaved) {
        SessionKey key = key(id);
        if (key == null || !(data instanceof SharedSessionData session) || session.ofWarmUp()) return;
        boolean interrupted = Thread.interrupted(); // an interrupted thread cannot write to a file
        try {
            save(key, session);
        } catch (SessionEndedException e) {
            LOG.debug("{} was ended while a request ran that changed it", key.shown());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            failed(writing, session.request(), e instanceof Exception failure ? failure : new IOException(e));
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void save(SessionKey key, SharedSessionData session) throws IOException {
        byte[] content = SessionContent.encode(session, this::leftOut);
        long accessed = lastUse(session);
        StoredSession saved = session.saved(key);
        if (saved != null && SharedSessionData.same(saved, content)) {
            if (Math.abs(accessed - saved.accessed()) < TOUCH_AFTER) return; // a clock may be set back
            records.touch(key, accessed);
            session.savedAs(key, new StoredSession(content, accessed, saved.version()));
            return;
        }
        long version = records.write(key, content, accessed, session.getMaxInactiveMs(), replaces(saved));
        writing.worked();
        session.savedAs(key, new StoredSession(content, accessed, version));
    }

    private long replaces(@Nullable StoredSession saved) {
        if (saved == null) return SessionRecords.ANY;
        return versions ? saved.version() : SessionRecords.PRESENT;
    }

    private static long lastUse(SessionData session) {
        long longest = session.getMaxInactiveMs();
        long ended = longest > 0 ? session.getExpiry() - longest : 0;
        return ended - session.getAccessed() > LONG_REQUEST ? ended : session.getAccessed();
    }

    private void leftOut(String attribute, String className) {
        if (leftOut.size() < 100 && leftOut.add(attribute + " " + className))
            LOG.warn(
                    "session attribute {} is not saved, for {} is not serialisable; it is gone with the end of the request",
                    attribute,
                    className);
    }

    private static void failed(OutageLog log, @Nullable RequestSessions request, Exception why) {
        log.failed(why);
        if (request != null) request.failed(why);
    }

    @Override
    public boolean doExists(String id) {
        SessionKey key = key(id);
        if (key == null) return false;
        try {
            return records.exists(key);
        } catch (IOException e) {
            failed(reading, RequestSessions.current(), e);
            return false;
        }
    }

    @Override
    public boolean delete(String id) {
        SessionKey key = key(id);
        if (key == null) return false;
        try {
            records.remove(key);
            return true;
        } catch (IOException e) {
            failed(writing, RequestSessions.current(), e);
            return false;
        }
    }

    /** Called by Jetty's house keeper. Each session is looked at once more, under its lock, before it goes. */
    @Override
    public Set<String> getExpired(Set<String> candidates) {
        try {
            return records.scavenge(context, System.currentTimeMillis());
        } catch (IOException e) {
            reading.failed(e);
            return Set.of();
        }
    }

    @Override
    public Set<String> doCheckExpired(Set<String> candidates, long time) {
        return Set.of();
    }

    @Override
    public Set<String> doGetExpired(long before) {
        return Set.of();
    }

    @Override
    public void doCleanOrphans(long time) {
        // scavenge does it
    }

    @Override
    public boolean isPassivating() {
        return true;
    }
}
