// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Broken;
import spawning.harness.FreePort;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.Status;
import spawning.harness.StatusPoller;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;
import spawning.harness.WorkerProcess;

/** Does the status tell the truth, whatever happens, and harm nobody? */
class StatusIT {
    private static final Duration PROMISED = Duration.ofSeconds(1);
    private static final int TRIES = 10;

    @RegisterExtension
    final Products products = new Products();

    private final Status status = new Status(FreePort.find());

    @Test
    void itAnswersWithinASecondWhileAllWorkersAreStopped() throws IOException {
        Product product = shop(4).start();
        awaitStatus(product);
        List<WorkerProcess> workers = product.workers();
        workers.forEach(worker -> Signal.STOP.to(worker.pid()));
        try {
            for (String target : List.of("/status.json", "/metrics", "/healthz", "/status")) {
                assertThat(fastest(target)).as(target).isLessThan(PROMISED);
            }
        } finally {
            workers.forEach(worker -> Signal.CONT.to(worker.pid()));
        }
    }

    /** The fastest of a few: what the promise is about is the service, and not how busy this machine is. */
    private Duration fastest(String target) throws IOException {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < TRIES && best.compareTo(PROMISED) >= 0; i++) {
            long began = System.nanoTime();
            assertThat(status.get(target).status()).isEqualTo(200);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            best = took.compareTo(best) < 0 ? took : best;
        }
        return best;
    }

    @Test
    void sumsAreWhatTheClientsCountedThroughReloadsAndScaling() throws IOException {
        int reloads = Scale.of(100, 2);
        Product product = shop(2).start();
        awaitStatus(product);
        Tally tally;
        try (StatusPoller poller = StatusPoller.start(status);
                LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            for (int i = 1; i <= reloads; i++) {
                load.awaitMore(50);
                product.signal(i % 2 == 1 ? Signal.TTIN : Signal.TTOU);
                product.reload(i + 1);
            }
            tally = load.stop();
            assertThat(poller.stop()).isEmpty();
        }
        assertThat(tally.failures()).as("%s", tally).isEmpty();
        awaitTotal("requests", tally.answered());
        awaitTotal("answered", tally.answered());
        assertThat(status.counters()).containsEntry("spawning_requests_total", (double) tally.answered());
        assertThat(status.counters())
                .containsEntry("spawning_request_duration_seconds_count", (double) tally.answered());
        assertThat(status.total("reloads")).isEqualTo(reloads);
        assertThat(status.total("reloads_served")).isEqualTo(reloads);
        assertThat(status.total("workers_lost")).isZero();
        JsonObject last = status.json().getAsJsonObject("last_reload");
        assertThat(last.get("result").getAsString()).isEqualTo("served");
        assertThat(last.get("by").getAsString()).isEqualTo("SIGHUP");
    }

    @Test
    void whatACrashedWorkerCountedStaysCounted() throws IOException {
        Product product = shop(3).start();
        awaitStatus(product);
        Tally tally;
        long victim = product.workerPids().iterator().next();
        try (StatusPoller poller = StatusPoller.start(status);
                LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(300);
            Signal.KILL.to(victim);
            product.log().await(LogLines.ready(1), 4, Await.SOON);
            load.awaitMore(100);
            tally = load.stop();
            assertThat(poller.stop()).isEmpty();
        }
        long answered = tally.answered();
        Await.until("all is counted", Await.SOON, tally::toString, () -> read("answered") >= answered);
        assertThat(status.total("requests"))
                .isBetween(answered, answered + tally.failures().size());
        assertThat(status.total("workers_lost")).isEqualTo(1);
        JsonObject exit = status.json().getAsJsonArray("last_exits").get(0).getAsJsonObject();
        assertThat(exit.get("pid").getAsLong()).isEqualTo(victim);
        assertThat(exit.get("unexpected").getAsBoolean()).isTrue();
    }

    @Test
    void readinessFollowsPanicServiceAndStop() throws IOException {
        Path broken = Files.createFile(products.folder().resolve("broken"));
        String source = TestApplications.source(products.folder(), "v1", OnLoad.THROWS_WHILE_BROKEN)
                .toString();
        Product product = with(products.product().workers(1, 2))
                .options("--panic-limit", "1000", "-J", "-Dshop.broken=" + broken)
                .application(source)
                .launch();
        awaitStatus(product);
        Await.until("a panic shows", Await.SOON, product.log()::toString, () -> isNotReady("panic"));
        Response panic = status.get("/readyz");
        assertThat(panic.text()).contains("next start in", "of 1000");
        assertThat(status.get("/healthz").status()).isEqualTo(200);
        JsonObject told = JsonParser.parseString(
                        status.get("/readyz", "Accept: application/json\r\n").text())
                .getAsJsonObject();
        assertThat(told.get("ready").getAsBoolean()).isFalse();
        assertThat(status.json().getAsJsonObject("panic").get("reason").getAsString())
                .isNotEmpty();

        Files.delete(broken);
        Await.until("ready", Await.SOON, product.log()::toString, () -> status.status("/readyz") == 200);
        Path release = products.folder().resolve("release");
        try (HttpConnection waiting = HttpConnection.to(product.port())) {
            waiting.send("GET /until?file=" + release + " HTTP/1.1\r\nHost: test\r\n\r\n");
            Await.until("it is in flight", Await.SOON, () -> read("requests") == 1);
            product.signal(Signal.TERM);
            Await.until("a stop shows", Await.SOON, product.log()::toString, () -> isNotReady("stopping"));
            assertThat(status.json().get("concurrent_requests").getAsInt()).isEqualTo(1);
            Files.createFile(release);
            assertThat(waiting.receive().status()).isEqualTo(200);
        }
        assertThat(product.awaitExit(Await.SOON)).isZero();
        assertThat(status.open()).isFalse();
    }

    private boolean isNotReady(String state) {
        try {
            Response ready = status.get("/readyz");
            return ready.status() == 503 && ready.text().startsWith(state + ": ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @LongRun
    void aTakenPortIsNamedAndTriedAgainAtTheNextReload() throws IOException {
        Product product;
        try (ServerSocket _ = new ServerSocket(status.port(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            product = shop(1).start();
            product.log().await(LogLines.heldBy(ProcessHandle.current().pid()), Await.SOON);
            assertThat(HttpConnection.get(product.port(), "/echo?n=1").status()).isEqualTo(200);
        }
        product.reload(2);
        awaitStatus(product);
        assertThat(status.json().get("active_children_count").getAsInt()).isEqualTo(1);
    }

    @Test
    void theServicesOwnPortIsRefusedAndTheServiceStarts() throws IOException {
        Product product = shop(1).withoutPort()
                .options("--bind", "127.0.0.1:" + status.port())
                .start();
        product.log().await(LogLines.STATUS_ON_OWN_PORT, Await.SOON);
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").status()).isEqualTo(200);
        assertThat(HttpConnection.get(product.port(), "/status.json").status()).isEqualTo(404);
    }

    @Test
    void aReloadMovesItAndSwitchesItOff() throws IOException {
        Status other = new Status(FreePort.find());
        Path file = products.folder().resolve("spawning.conf");
        Files.writeString(file, "status-port = " + status.port());
        Product product = unnamed(1).options("--config", file.toString()).start();
        awaitStatus(product);

        Files.writeString(file, "status-port = " + other.port() + "\nstatus-host = 0.0.0.0");
        product.reload(2);
        Await.until("the new port answers", Await.SOON, () -> other.status("/healthz") == 200);
        product.log().await(LogLines.STATUS_VISIBLE, Await.SOON);
        Await.until("the old port is closed", Await.SOON, () -> !status.open());

        Files.writeString(file, "");
        product.reload(3);
        Await.until("no port is open", Await.SOON, () -> !other.open());
    }

    @Test
    @LongRun
    void hostileClientsGetNothingAndKeepNobodyFromAsking() throws IOException {
        Product product = shop(1).start();
        awaitStatus(product);
        List<HttpConnection> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                HttpConnection connection = HttpConnection.to(status.port());
                connection.send("GET /status.json HTTP/1.1\r\nHost: local");
                slow.add(connection);
            }
            assertThat(fastest("/status.json")).isLessThan(PROMISED);
            assertThat(answer("POST /status.json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"))
                    .isEqualTo(405);
            assertThat(answer("GET /status.json HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .isEqualTo(421);
            assertThat(answer("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .isEqualTo(404);
            assertThat(answer("GET /status/..%2f..%2fMain.class HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .isEqualTo(404);
            assertThat(answer("GET /status.json?events=-1 HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .isEqualTo(400);
            assertThat(answer("\u0000\u0001 nonsense\r\n\r\n")).isIn(0, 400);
            assertThat(answer("GET / HTTP/1.1\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"))
                    .isIn(0, 400);
            assertThat(answer("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n"))
                    .isIn(0, 400);
            for (HttpConnection connection : slow) {
                assertThat(ends(connection)).as("a slow one is cut off").isTrue();
            }
        } finally {
            for (HttpConnection connection : slow) {
                connection.close();
            }
        }
        assertThat(status.json().get("active_children_count").getAsInt()).isEqualTo(1);
    }

    private static boolean ends(HttpConnection connection) {
        try {
            return connection.endsHere();
        } catch (Broken e) {
            return e.how() == Broken.How.RESET;
        }
    }

    /** The status; 0 if the connection just ends. */
    private int answer(String request) throws IOException {
        try (HttpConnection connection = HttpConnection.to(status.port())) {
            connection.send(request);
            return connection.receive().status();
        } catch (Broken e) {
            return 0;
        }
    }

    @Test
    void secretsOfTheConfigurationAreNotTold() throws IOException {
        Product product = shop(1).options("--env", "SHOP_GREETING=good day", "-J", "-Ddb.password=sesame1")
                .start();
        awaitStatus(product);
        String text = status.get("/status.json").text();
        assertThat(text).contains("SHOP_GREETING=***").doesNotContain("good day", "sesame1");
    }

    @Test
    void thePageAndItsHeadersComeFromTheProductAlone() throws IOException {
        Product product = shop(1).start();
        awaitStatus(product);
        Response page = status.get("/status");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.value("Content-Type")).startsWith("text/html");
        assertThat(page.value("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.value("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(status.get("/status.json").value("Cache-Control")).isEqualTo("no-store");
        assertThat(status.get("/status", "If-None-Match: " + page.value("ETag") + "\r\n")
                        .status())
                .isEqualTo(304);
        assertThat(status.get("/status/").value("Location")).isEqualTo("/status");
        try (HttpConnection connection = HttpConnection.to(status.port())) {
            connection.send("HEAD /status HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Response head = connection.receive(true);
            assertThat(head.value("Content-Length")).isEqualTo("" + page.body().length);
        }
    }

    private void awaitTotal(String key, long value) {
        Await.until(key + " is " + value, Await.SOON, () -> "it is " + read(key), () -> read(key) == value);
    }

    private long read(String key) {
        try {
            return status.total(key);
        } catch (IOException e) {
            throw new AssertionError("the status does not answer", e);
        }
    }

    private static void awaitStatus(Product product) {
        product.log().await(LogLines.STATUS_AT, Await.SOON);
    }

    private ProductBuilder with(ProductBuilder builder) {
        return builder.options("--status-port", "" + status.port(), "--keep-alive", "2");
    }

    private ProductBuilder shop(int processes) {
        return with(unnamed(processes));
    }

    private ProductBuilder unnamed(int processes) {
        return products.product()
                .workers(processes, 2)
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString());
    }
}
