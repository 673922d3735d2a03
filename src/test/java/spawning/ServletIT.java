// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;

/** Does a servlet gain from Spawning, unchanged? */
class ServletIT {
    private static final int RELOADS = Scale.of(40);

    @RegisterExtension
    final Products products = new Products();

    static Stream<Integer> threads() {
        return Scale.first(1, 4, 0);
    }

    @ParameterizedTest
    @MethodSource("threads")
    void aReloadUnderLoadFailsNoRequest(int threads) {
        Path classes = classes();
        Product product = start(classes, 2, threads);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(100);
            for (int generation = 2; generation < 2 + RELOADS; generation++) {
                TestApplications.servlet(classes, "v" + generation);
                product.reload(generation);
                load.awaitMore(50);
            }
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    @Test
    void aGracefulStopFailsNoRequestAndDestroysTheServlet() {
        Product product = start(classes(), 2, 4);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).untilRefused())) {
            load.awaitMore(300);
            product.signal(Signal.TERM);
            assertThat(product.awaitExit(Await.SOON)).isZero();
            load.awaitAllRefused(Await.SOON);
            Tally tally = load.tally();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        assertThat(product.log().has(LogLines.SERVLET_DESTROYED)).isTrue();
    }

    @Test
    void aResponseUnderWayAndAnIdleConnectionSurviveADrain() throws IOException {
        Path open = products.folder().resolve("open");
        Product product = start(classes(), 1, 4, "--keep-alive", "60"); // both connections go to the one that drains
        try (HttpConnection running = HttpConnection.to(product.port());
                HttpConnection idle = HttpConnection.to(product.port())) {
            running.send("GET /until?file=" + open + "&n=7 HTTP/1.1\r\nHost: test\r\n\r\n");
            Response early = idle.get("/echo?n=1");
            assertThat(early.value("Keep-Alive")).isEqualTo("timeout=60");
            product.reload(2);
            assertThat(idle.getUntilLast("/echo?n=2").text()).contains(" generation=1 ");
            assertThat(idle.endsHere()).isTrue();
            Files.createFile(open);
            Response response = running.receive();
            assertThat(response.text()).startsWith("n=7 version=v1 ").contains(" generation=1 ");
            assertThat(response.lastOfConnection()).as("said to be the last").isTrue();
            assertThat(running.endsHere()).isTrue();
        }
        product.awaitOnly(1, 2);
    }

    @Test
    void aKilledWorkerIsReplaced() throws IOException {
        Product product = start(classes(), 2, 4);
        long victim = product.workerPids().iterator().next();
        Signal.KILL.to(victim);
        product.awaitWorkers(
                "another worker", all -> all.size() == 2 && all.stream().noneMatch(worker -> worker.pid() == victim));
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").status()).isEqualTo(200);
    }

    /** One product for all: none of these changes it. */
    @Test
    void aServletIsUnchanged() throws IOException {
        Product product = start(classes(), 1, 2);
        asynchronousServletsUploadsAndFiltersByAnnotationWork(product);
        theServersClassesAreHiddenFromTheServlet(product);
        whatATrustedProxySaysOfTheClientIsBelieved(product);
    }

    private static void asynchronousServletsUploadsAndFiltersByAnnotationWork(Product product) throws IOException {
        Response async = HttpConnection.get(product.port(), "/async?n=5");
        assertThat(async.text()).startsWith("n=5 version=v1 slot=1 generation=1 ");
        assertThat(async.value("X-Filtered")).isEqualTo("yes");
        assertThat(async.value("Server")).isEqualTo("Spawning");
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send(upload("a".repeat(100_000)));
            assertThat(connection.receive().text()).isEqualTo("a.txt 100000\n");
        }
        assertThat(HttpConnection.get(product.port(), "/throw").status()).isEqualTo(500);
        assertThat(HttpConnection.get(product.port(), "/thread").text()).isEqualTo("false\n");
    }

    private static void theServersClassesAreHiddenFromTheServlet(Product product) throws IOException {
        for (String name : new String[] {
            "org.eclipse.jetty.server.Server",
            "org.slf4j.Logger",
            "org.objectweb.asm.ClassReader",
            "spawning.server.WorkerMain",
            "spawning.bundled.org.slf4j.Logger"
        }) {
            assertThat(HttpConnection.get(product.port(), "/see?class=" + name).text())
                    .as(name)
                    .isEqualTo("not visible\n");
        }
        assertThat(HttpConnection.get(product.port(), "/see?class=jakarta.servlet.Servlet")
                        .text())
                .isEqualTo("visible: jakarta.servlet.Servlet\n");
    }

    private static void whatATrustedProxySaysOfTheClientIsBelieved(Product product) throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send("GET /url HTTP/1.1\r\nHost: inner\r\nX-Forwarded-For: 192.0.2.7\r\n"
                    + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.example\r\n\r\n");
            assertThat(connection.receive().text()).isEqualTo("https://shop.example/url from 192.0.2.7\n");
            connection.send("GET /url HTTP/1.1\r\nHost: inner\r\nX-Forwarded-Proto: gopher\r\n\r\n");
            assertThat(connection.receive().status()).isEqualTo(400);
        }
    }

    @Test
    void aServletMayStandBelowAPath() throws IOException {
        Product product = products.product()
                .workers(1, 2)
                .options("--factory", "servlet", "--context-path", "/shop", "--classpath", classes() + "")
                .application(TestApplications.SERVLET)
                .start();
        assertThat(HttpConnection.get(product.port(), "/shop/echo?n=1").status())
                .isEqualTo(200);
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").status()).isEqualTo(404);
    }

    private static byte[] upload(String content) {
        String body = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n" + content
                + "\r\n--cut--\r\n";
        String head = "POST /upload HTTP/1.1\r\nHost: test\r\nContent-Type: multipart/form-data; boundary=cut\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private Path classes() {
        return TestApplications.servlet(products.folder("classes"), "v1");
    }

    private Product start(Path classes, int workers, int threads, String... more) {
        return products.product()
                .workers(workers, threads)
                .options("--factory", "servlet", "--keep-alive", "2", "--classpath", classes.toString())
                .options(more)
                .application(TestApplications.SERVLET)
                .start();
    }
}
