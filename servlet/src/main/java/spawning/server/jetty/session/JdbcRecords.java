// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.SessionStore;

/**
 * One row a session in PostgreSQL. The version in the row is the second safety beside the lock: when the connection that holds the
 * locks is lost, another worker may take a lock that a request here still counts on, and then the later of the two fails rather
 * than undo the other.
 */
final class JdbcRecords implements SessionRecords {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcRecords.class);
    /** Version of no row; those of rows begin with 1. */
    private static final long NONE = 0;

    private static final long ORPHAN_AFTER = Duration.ofHours(1).toMillis();

    private final JdbcConnections connections;
    private final JdbcLocks locks;

    private JdbcRecords(JdbcConnections connections) {
        this.connections = connections;
        this.locks = new JdbcLocks(connections);
    }

    /**
     * Opens the database and makes the table; where it is down, says so once and leaves it to the first request that needs it.
     *
     * @throws IOException the driver is not there, or does not understand the address
     */
    static JdbcRecords open(SessionStore.Database database) throws IOException {
        var connections = new JdbcConnections(database);
        try {
            var _ = connections.with(Connection::isReadOnly);
        } catch (IOException e) {
            LOG.error(
                    "sessions in {}: {}; requests with a session get 503 until it can be reached, others go on",
                    database,
                    e.getMessage());
        }
        return new JdbcRecords(connections);
    }

    @Override
    public @Nullable StoredSession read(SessionKey key) throws IOException {
        return connections
                .with(connection -> {
                    try (PreparedStatement select = prepare(
                                    connection,
                                    "select content, accessed, version from spawning_session where context = ? and id = ?",
                                    key);
                            ResultSet row = select.executeQuery()) {
                        return row.next()
                                ? Optional.of(new StoredSession(row.getBytes(1), row.getLong(2), row.getLong(3)))
                                : Optional.<StoredSession>empty();
                    }
                })
                .orElse(null);
    }

    @Override
    public boolean exists(SessionKey key) throws IOException {
        return connections.with(connection -> {
            try (PreparedStatement select =
                            prepare(connection, "select 1 from spawning_session where context = ? and id = ?", key);
                    ResultSet row = select.executeQuery()) {
                return row.next();
            }
        });
    }

    @Override
    public long write(SessionKey key, byte[] content, long accessed, long maxInactive, long replaced)
            throws IOException {
        String insert =
                "insert into spawning_session as s (context, id, version, accessed, expires, max_inactive, content)"
                        + " values (?, ?, 1, ?, ?, ?, ?) on conflict (context, id) do update set version = s.version + 1,"
                        + " accessed = excluded.accessed, expires = excluded.expires, max_inactive = excluded.max_inactive,"
                        + " content = excluded.content";
        String update =
                "update spawning_session set version = version + 1, accessed = ?, expires = ?, max_inactive = ?,"
                        + " content = ? where context = ? and id = ? and ? in (version, " + PRESENT + ")";
        long version = connections.with(connection -> replaced == ANY
                ? insert(connection, insert + " returning version", key, content, accessed, maxInactive)
                : update(connection, update + " returning version", key, content, accessed, maxInactive, replaced));
        if (version != NONE) return version;
        if (replaced == PRESENT) throw new SessionEndedException();
        throw new IOException("another request changed or ended the session meanwhile, for the lock was lost");
    }

    private static long insert(
            Connection connection, String sql, SessionKey key, byte[] content, long accessed, long maxInactive)
            throws SQLException {
        try (PreparedStatement insert = prepare(connection, sql, key)) {
            times(insert, 3, accessed, maxInactive);
            insert.setBytes(6, content);
            return version(insert);
        }
    }

    private static long update(
            Connection connection,
            String sql,
            SessionKey key,
            byte[] content,
            long accessed,
            long maxInactive,
            long replaced)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            times(update, 1, accessed, maxInactive);
            update.setBytes(4, content);
            update.setString(5, key.context());
            update.setString(6, key.id());
            update.setLong(7, replaced);
            return version(update);
        }
    }

    private static long version(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : NONE;
        }
    }

    private static void times(PreparedStatement statement, int first, long accessed, long maxInactive)
            throws SQLException {
        statement.setLong(first, accessed);
        if (maxInactive > 0) statement.setLong(first + 1, accessed + maxInactive);
        else statement.setNull(first + 1, Types.BIGINT);
        statement.setLong(first + 2, maxInactive);
    }

    private static PreparedStatement prepare(Connection connection, String sql, SessionKey key) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, key.context());
        statement.setString(2, key.id());
        return statement;
    }

    @Override
    public void touch(SessionKey key, long accessed) throws IOException {
        var _ = connections.with(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update spawning_session set accessed = ?, expires = ? + nullif(greatest(max_inactive, 0), 0)"
                            + " where context = ? and id = ?")) {
                update.setLong(1, accessed);
                update.setLong(2, accessed);
                update.setString(3, key.context());
                update.setString(4, key.id());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void remove(SessionKey key) throws IOException {
        var _ = connections.with(connection -> {
            try (PreparedStatement delete =
                    prepare(connection, "delete from spawning_session where context = ? and id = ?", key)) {
                return delete.executeUpdate();
            }
        });
    }

    /** The index makes looking cheap, so each worker may look each time, but not two at once. */
    @Override
    public Set<String> scavenge(String context, long now) throws IOException {
        if (!locks.tryLock(FolderLocks.SCAVENGER)) return Set.of();
        try {
            return connections.with(connection -> {
                removeOrphans(connection, context, now);
                return expired(connection, context, now);
            });
        } finally {
            locks.unlock(FolderLocks.SCAVENGER);
        }
    }

    private static void removeOrphans(Connection connection, String context, long now) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from spawning_session where context <> ? and expires < ?")) {
            delete.setString(1, context);
            delete.setLong(2, now - ORPHAN_AFTER);
            delete.executeUpdate();
        }
    }

    private static Set<String> expired(Connection connection, String context, long now) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select id from spawning_session where context = ? and expires <= ?")) {
            select.setString(1, context);
            select.setLong(2, now);
            try (ResultSet rows = select.executeQuery()) {
                var ids = new HashSet<String>();
                while (rows.next()) ids.add(rows.getString(1));
                return ids;
            }
        }
    }

    @Override
    public ProcessLocks locks() {
        return locks;
    }

    @Override
    public void close() {
        locks.close();
        connections.close();
    }
}
