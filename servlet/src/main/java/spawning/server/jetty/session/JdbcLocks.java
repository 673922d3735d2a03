// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's advisory locks, all on one connection of the worker: they are the connection's, so they go with the worker, and a lock costs no
 * connection. The same lock can be taken twice on one connection, so the keys held are counted here too.
 */
final class JdbcLocks implements ProcessLocks {
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private final JdbcConnections connections;
    private final ReentrantLock turn = new ReentrantLock();
    private final Set<Long> held = new HashSet<>(); // guarded by turn
    private @Nullable Connection connection; // guarded by turn

    JdbcLocks(JdbcConnections connections) {
        this.connections = connections;
    }

    @Override
    public boolean tryLock(long key) throws IOException {
        turn.lock();
        try {
            if (held.contains(key) || !call("select pg_try_advisory_lock(?)", key)) return false;
            held.add(key);
            return true;
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void unlock(long key) {
        turn.lock();
        try {
            if (held.remove(key)) call("select pg_advisory_unlock(?)", key);
        } catch (SQLException e) {
            // the connection is gone, and the lock with it
        } finally {
            turn.unlock();
        }
    }

    private boolean call(String sql, long key) throws SQLException {
        boolean reused = connection != null;
        try {
            return callOnce(sql, key);
        } catch (SQLException e) {
            if (!JdbcConnections.dead(e)) throw e; // of this lock only: the others are still held
            lost();
            if (reused) return callOnce(sql, key);
            throw e;
        }
    }

    private boolean callOnce(String sql, long key) throws SQLException {
        Connection mine = connection;
        if (mine == null) {
            mine = connections.open();
            connection = mine;
        }
        try (PreparedStatement call = mine.prepareStatement(sql)) {
            call.setLong(1, key);
            try (ResultSet row = call.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void lost() {
        held.clear();
        if (connection != null) JdbcConnections.drop(connection);
        connection = null;
    }

    @Override
    public Duration longestPause() {
        return LONGEST_PAUSE;
    }

    void close() {
        turn.lock();
        try {
            lost();
        } finally {
            turn.unlock();
        }
    }
}
