// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import spawning.protocol.SessionStore;

/**
 * A few connections to one database, opened when needed and kept. After a failure to connect all callers fail at once for a second, so that
 * a database that is down costs no request more than that. Safe for use by several threads.
 */
final class JdbcConnections implements AutoCloseable {
    private static final int MOST = 8;
    private static final long WAIT_MS = 5_000;
    private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String url;
    private final Driver driver;
    private final Semaphore permits = new Semaphore(MOST);
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile @Nullable Down down;
    private volatile boolean prepared;
    private volatile boolean closed;

    private record Down(long since, SQLException why) {}

    /** Work with one connection, which it does not close. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Connects to nobody yet.
     *
     * @throws IOException the driver is not there, or does not understand the address
     */
    JdbcConnections(SessionStore.Database database) throws IOException {
        this.url = database.address();
        this.driver = driver();
        try {
            if (driver.acceptsURL(url)) return;
        } catch (SQLException e) {
            // said below, without the address, which may hold a password
        }
        throw new IOException("the driver of PostgreSQL does not understand the address of --sessions, " + database);
    }

    /**
     * Made by its name rather than by DriverManager, which looks for drivers once in the life of a process: the first to ask shall be the
     * application, so that it finds its own.
     */
    private static Driver driver() throws IOException {
        try {
            return Class.forName("org.postgresql.Driver")
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IOException("the driver of PostgreSQL is missing from the server's libraries", e);
        }
    }

    /**
     * Runs some statements. Where the connection had been idle and turns out to be dead, once more on a new one: so the work
     * must bear to be done twice.
     */
    <T> T with(Work<T> work) throws IOException {
        try {
            if (!permits.tryAcquire(WAIT_MS, TimeUnit.MILLISECONDS))
                throw new IOException("all %d connections to the database busy for %d ms".formatted(MOST, WAIT_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a connection to the database", e);
        }
        try {
            return first(work);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            permits.release();
        }
    }

    private <T> T first(Work<T> work) throws SQLException {
        Connection kept = idle.pollFirst();
        if (kept == null) return run(open(), work);
        try {
            return run(kept, work);
        } catch (SQLException e) {
            if (!dead(e)) throw e;
            dropIdle();
            return run(open(), work);
        }
    }

    private <T> T run(Connection connection, Work<T> work) throws SQLException {
        boolean good = false;
        try {
            T result = work.run(connection);
            good = true;
            return result;
        } catch (SQLException e) {
            good = !dead(e);
            throw e;
        } finally {
            if (good && !closed) idle.addFirst(connection);
            else drop(connection);
        }
    }

    /** Classes 08 (connection) and 57 (the server is shutting down) of SQLSTATE. */
    static boolean dead(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    /** A new connection, which commits each statement by itself. */
    Connection open() throws SQLException {
        Down before = down;
        if (before != null && System.nanoTime() - before.since() < DOWN_NANOS)
            throw new SQLException(before.why().getMessage(), "08001", before.why());
        var options = new Properties(); // what the address says counts more
        options.setProperty("connectTimeout", "3");
        options.setProperty("loginTimeout", "5");
        options.setProperty("socketTimeout", "10");
        options.setProperty("tcpKeepAlive", "true");
        options.setProperty("ApplicationName", "spawning sessions");
        Connection connection = null;
        try {
            connection = driver.connect(url, options);
            if (connection == null) throw new SQLException("the driver does not want this address", "08001");
            if (!prepared) JdbcTables.make(connection);
            prepared = true;
            down = null;
            return connection;
        } catch (SQLException e) {
            down = new Down(System.nanoTime(), e);
            if (connection != null) drop(connection);
            throw e;
        }
    }

    private void dropIdle() {
        for (Connection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst())
            drop(connection);
    }

    static void drop(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // it is gone either way
        }
    }

    @Override
    public void close() {
        closed = true;
        dropIdle();
    }
}
