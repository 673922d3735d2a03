// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions in a real PostgreSQL. */
class JdbcSessionsTest extends SharedSessionsContract {
    @TempDir
    static Path temporary;

    private static EmbeddedPostgres database;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = database("data", 0);
    }

    private static EmbeddedPostgres database(String folder, int port) throws Exception {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(temporary.resolve(folder))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        database.close();
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    @Override
    String sessions() {
        return url(database.getPort());
    }

    @Override
    void age(String id, Duration by) throws Exception {
        try (Connection connection = DriverManager.getConnection(sessions());
                PreparedStatement update = connection.prepareStatement(
                        "update spawning_session set accessed = accessed - ?, expires = expires - ? where id = ?")) {
            update.setLong(1, by.toMillis());
            update.setLong(2, by.toMillis());
            update.setString(3, id);
            assertThat(update.executeUpdate()).isOne();
        }
    }

    @Test
    void aDatabaseThatIsDownAtStartOrLaterStopsOnlyRequestsWithASession() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Browser browser = browser();
        URI one;
        try (var logged = new Logged()) {
            one = closing(Node.start(Node.settings(url(port), "20"))).uri();
            outage(one, browser);
            assertThat(logged.lines()).hasSizeLessThan(5).first().asString().contains("127.0.0.1:" + port);
        }
        try (var _ = database("later", port)) {
            untilItWorks(one, browser);
            assertThat(browser.get(one, "/increment").body()).isEqualTo("1");
        }
        try (var logged = new Logged()) {
            outage(one, browser);
            assertThat(logged.lines()).hasSizeLessThan(5).noneMatch(line -> line.contains("password"));
        }
        try (var _ = database("later", port)) {
            untilItWorks(one, browser);
            assertThat(browser.get(one, "/get").body()).endsWith("1");
        }
    }

    private void outage(URI one, Browser browser) throws Exception {
        Browser other = browser();
        for (int i = 0; i < 30; i++) {
            assertThat(other.get(one, "/plain").status()).isEqualTo(200);
            assertThat(other.get(one, "/new").status()).isEqualTo(503);
            if (!browser.cookie.isEmpty())
                assertThat(browser.get(one, "/get").status()).isEqualTo(503);
        }
    }

    private static void untilItWorks(URI one, Browser browser) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        String path = browser.cookie.isEmpty() ? "/new?who=me" : "/get";
        while (browser.get(one, path).status() != 200)
            assertThat(System.nanoTime()).isLessThan(end);
    }

    private void execute(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(sessions());
                var statement = connection.createStatement()) {
            for (String each : statements) statement.execute(each);
        }
    }

    @Test
    void aUserWhoMayNotCreateTablesUsesTheOneThatIsThere() throws Exception {
        node();
        execute(
                "create role clerk login",
                "revoke create on schema public from public",
                "grant select, insert, update, delete on spawning_session to clerk");
        URI one = closing(Node.start(Node.settings(sessions().replace("user=postgres", "user=clerk"), "20")))
                .uri();
        Browser browser = browser();
        assertThat(browser.get(one, "/new?who=me").status()).isEqualTo(200);
        assertThat(browser.get(one, "/get").body()).isEqualTo("me null");
    }

    @Test
    void aRequestThatLostItsLockWithItsConnectionUndoesNothing() throws Exception {
        URI one = node();
        URI two = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        CompletableFuture<Browser.Answer> held = browser.send(one, "/hold");
        SessionServlet.HOLDING.acquire();
        execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'spawning sessions'");
        assertThat(browser.get(two, "/increment").body()).isEqualTo("1");
        SessionServlet.hold.countDown();
        assertThat(held.get().status()).isEqualTo(503);
        assertThat(browser.get(one, "/get").body()).isEqualTo("me 1");
    }

    @Test
    void aLockThatCannotBeTakenCostsNobodyElseHis() throws Exception {
        node();
        execute("create role locker login superuser");
        String url = sessions().replace("user=postgres", "user=locker");
        URI one = closing(Node.start(Node.settings(url, "20"))).uri();
        URI two = closing(Node.start(Node.settings(url, "20"))).uri();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        Browser other = browser();
        other.get(one, "/new?who=other");
        execute("alter role locker nosuperuser", "grant all on spawning_session to locker");
        CompletableFuture<Browser.Answer> held = browser.send(one, "/hold");
        SessionServlet.HOLDING.acquire();
        execute("revoke execute on function pg_try_advisory_lock(bigint) from public");
        try {
            assertThat(other.get(one, "/get").status()).isEqualTo(503);
        } finally {
            execute("grant execute on function pg_try_advisory_lock(bigint) to public");
        }
        CompletableFuture<Browser.Answer> next = browser.send(two, "/increment");
        assertThat(other.get(two, "/get").body()).isEqualTo("other null");
        SessionServlet.hold.countDown();
        assertThat(held.get().status()).isEqualTo(200);
        assertThat(next.get().body()).isEqualTo("2");
    }

    @Test
    void manyServersMakeTheTableAtOnce() throws Exception {
        try (Connection connection = DriverManager.getConnection(sessions());
                var statement = connection.createStatement()) {
            statement.execute("drop table if exists spawning_session");
        }
        for (int i = 0; i < 4; i++) closing(new Child(sessions()));
        assertThat(browser().get(node(), "/new").status()).isEqualTo(200);
    }
}
