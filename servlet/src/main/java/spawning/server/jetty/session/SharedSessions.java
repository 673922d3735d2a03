// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.HouseKeeper;
import org.jspecify.annotations.Nullable;
import spawning.protocol.SessionStore;

/**
 * The sessions of a worker, kept where other workers and later ones find them.
 *
 * <pre>{@code
 * SharedSessions shared = SharedSessions.open(settings);
 * shared.installOn(server);
 * Handler.Wrapper guard = shared.guard(context.getSessionHandler());
 * guard.setHandler(context);
 * server.setHandler(guard);
 * server.start();
 * ...
 * server.stop();
 * shared.close();
 * }</pre>
 */
public final class SharedSessions implements AutoCloseable {
    private static final Duration LOOK_WHETHER_SCAVENGING_IS_DUE = Duration.ofMinutes(1);

    private final SessionSettings settings;
    private final @Nullable SessionRecords records;
    private final SessionLocks locks;

    private SharedSessions(SessionSettings settings, @Nullable SessionRecords records) {
        this.settings = settings;
        this.records = records;
        this.locks =
                records == null || settings.lockWait().isEmpty() ? SessionLocks.NONE : new QueuedLocks(records.locks());
    }

    /**
     * Opens the place where sessions are kept. A database need not be there yet.
     *
     * @throws IOException with a sentence for the administrator: the folder cannot be made or used, or the driver of the database is
     *     not there or does not understand its address
     */
    public static SharedSessions open(SessionSettings settings) throws IOException {
        return new SharedSessions(
                settings,
                switch (settings.store()) {
                    case SessionStore.Folder(var path) -> FolderRecords.open(path, settings.scavengeEvery());
                    case SessionStore.Database database -> JdbcRecords.open(database);
                    case SessionStore.Memory _ -> null;
                });
    }

    /** Has the server's session ids and scavenging done our way. To be called before the server starts. */
    public void installOn(Server server) throws Exception {
        DefaultSessionIdManager ids =
                records == null ? new DefaultSessionIdManager(server) : new GuardedSessionIds(server, locks);
        ids.setWorkerName(""); // ids name no worker
        if (records != null) ids.setSessionHouseKeeper(houseKeeper());
        server.addBean(ids, true);
    }

    private HouseKeeper houseKeeper() throws Exception {
        var houseKeeper = new HouseKeeping();
        Duration look = settings.scavengeEvery().compareTo(LOOK_WHETHER_SCAVENGING_IS_DUE) < 0
                ? settings.scavengeEvery()
                : LOOK_WHETHER_SCAVENGING_IS_DUE;
        houseKeeper.setIntervalSec(Math.max(1, look.toSeconds()));
        return houseKeeper;
    }

    /**
     * Has a context's sessions kept here. To be called before the context starts, once for each context.
     *
     * @param sessions the session handler of the context, ee10's or ee11's
     * @return to be put around the context, or around all that leads to it
     */
    public Handler.Wrapper guard(AbstractSessionManager sessions) {
        if (records == null) return new Handler.Wrapper();
        Optional<Duration> wait = settings.lockWait();
        var store = new SharedSessionStore(
                records, wait.isPresent(), settings.store().toString());
        var cache = new SharedSessionCache(sessions);
        cache.setSessionDataStore(store);
        sessions.setSessionCache(cache);
        return new SessionGuard(sessions, store, locks, wait.orElse(Duration.ZERO));
    }

    /** To be called when the server has stopped: locks that are still held are given up. */
    @Override
    public void close() {
        locks.close();
        if (records != null) records.close();
    }
}
