// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What one request has of sessions: their locks, which it keeps until its end, what was read ahead under them, and the first
 * failure. A lock that the request has already is not asked for twice, so a dispatch into another context with the same session id
 * waits for nobody. Safe for use by several threads.
 */
final class RequestSessions {
    private static final String ATTRIBUTE = RequestSessions.class.getName();
    private static final String WARM_UP = "spawning.warmup";
    private static final ThreadLocal<@Nullable RequestSessions> CURRENT = new ThreadLocal<>();

    private final SessionLocks locks;
    private final Duration limit;
    private final boolean scavenging;
    private final boolean warmUp;
    private final Map<SessionKey, Optional<StoredSession>> readAhead = new ConcurrentHashMap<>();
    private volatile @Nullable Exception failure;

    private final Set<Long> held = new HashSet<>(); // guarded by this
    private boolean over; // guarded by this

    private RequestSessions(SessionLocks locks, Duration limit, boolean scavenging, boolean warmUp) {
        this.locks = locks;
        this.limit = limit;
        this.scavenging = scavenging;
        this.warmUp = warmUp;
    }

    /** The sessions of a request that has come in just now. */
    static RequestSessions begin(Request request, SessionLocks locks, Duration limit) {
        boolean warmUp = request.getAttribute(WARM_UP) != null;
        var sessions = new RequestSessions(locks, limit, false, warmUp);
        request.setAttribute(ATTRIBUTE, sessions);
        return sessions;
    }

    /** For a look at an expired session, which waits for no lock and is no request. */
    static RequestSessions scavenger(SessionLocks locks) {
        return new RequestSessions(locks, Duration.ZERO, true, false);
    }

    /** Those of a request, which may be wrapped; nothing where it did not come through the {@link SessionGuard}. */
    static @Nullable RequestSessions of(@Nullable Request request) {
        return request == null ? null : (RequestSessions) request.getAttribute(ATTRIBUTE);
    }

    /** Those that this thread works for. */
    static @Nullable RequestSessions current() {
        return CURRENT.get();
    }

    /** An action that may fail with anything. */
    interface Action<T> {
        T run() throws Exception;
    }

    /** Runs an action for these sessions, in this thread. */
    <T> T bound(Action<T> action) throws Exception {
        RequestSessions before = CURRENT.get();
        CURRENT.set(this);
        try {
            return action.run();
        } finally {
            if (before == null) CURRENT.remove();
            else CURRENT.set(before);
        }
    }

    /** Whether the request is the worker's own, so that nobody comes back for its session. */
    boolean warmUp() {
        return warmUp;
    }

    boolean scavenging() {
        return scavenging;
    }

    /** As {@link SessionLocks#acquire}. */
    boolean lock(String id, SessionLocks.Waiter waiter) {
        long key = SessionKey.lock(id);
        synchronized (this) {
            if (held.contains(key)) return true;
        }
        boolean atOnce = locks.acquire(key, limit, new SessionLocks.Waiter() {
            @Override
            public void granted() {
                keep(key);
                waiter.granted();
            }

            @Override
            public void refused(Exception why) {
                waiter.refused(why);
            }
        });
        if (atOnce) keep(key);
        return atOnce;
    }

    /** Takes a lock, and waits for it in this thread as long as the limit allows. */
    void lockHere(String id) throws IOException {
        var answer = new CompletableFuture<@Nullable Void>();
        boolean atOnce = lock(id, new SessionLocks.Waiter() {
            @Override
            public void granted() {
                answer.complete(null);
            }

            @Override
            public void refused(Exception why) {
                answer.completeExceptionally(why);
            }
        });
        if (atOnce) return;
        try {
            answer.get(limit.toMillis() + 10_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new SessionBusyException(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the lock of a session");
        }
    }

    private void keep(long key) {
        synchronized (this) {
            if (!over) {
                held.add(key);
                return;
            }
        }
        locks.release(key); // a thread of the application asked for a session after its request was over
    }

    /** Gives up the lock of a session that turned out not to exist. */
    void unlock(String id) {
        long key = SessionKey.lock(id);
        synchronized (this) {
            if (!held.remove(key)) return;
        }
        locks.release(key);
    }

    /** Reads a session, whose lock is held, for {@link #read} to find it. Says whether there is one. */
    boolean readAhead(SessionKey key, SessionRecords records) throws IOException {
        Optional<StoredSession> stored = Optional.ofNullable(records.read(key));
        readAhead.put(key, stored);
        return stored.isPresent();
    }

    /** What was read ahead, the first time; what the records have now, under its lock, each further time. */
    @Nullable
    StoredSession read(SessionKey key, SessionRecords records) throws IOException {
        Optional<StoredSession> ahead = readAhead.remove(key);
        if (ahead != null) return ahead.orElse(null);
        lockHere(key.id());
        return records.read(key);
    }

    /** A session could not be loaded or saved, so the response must not pretend that it was. The first failure counts. */
    synchronized void failed(Exception why) {
        if (failure == null) failure = why;
    }

    @Nullable
    Exception failure() {
        return failure;
    }

    /** The request is over, and Jetty has saved: all locks go. A second call does nothing. */
    void end() {
        List<Long> keys;
        synchronized (this) {
            over = true;
            keys = List.copyOf(held);
            held.clear();
        }
        keys.forEach(locks::release);
    }
}
