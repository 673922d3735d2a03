// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table of sessions, made where it is not there. */
final class JdbcTables {
    private static final long MAKING = 0x5350_4157_4e31L;

    private JdbcTables() {}

    /** Several workers start at once, and {@code create if not exists} fails when two do it: one at a time. */
    static void make(Connection connection) throws SQLException {
        if (isThere(connection)) return; // PostgreSQL wants the right to create even where nothing is to be created
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + MAKING + ")");
            statement.execute("""
                    create table if not exists spawning_session (
                      context text not null,
                      id text not null,
                      version bigint not null,
                      accessed bigint not null,
                      expires bigint,
                      max_inactive bigint not null,
                      content bytea not null,
                      primary key (context, id))""");
            statement.execute(
                    "create index if not exists spawning_session_expires on spawning_session (context, expires)");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static boolean isThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select to_regclass('spawning_session') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
