// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Broken;
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
import spawning.harness.TestApplications.OnLoad;

/** How does a worker leave that has something to finish? */
class DrainIT {
    private static final Duration LONG_RESPONSE = Scale.of(Duration.ofSeconds(30), Duration.ofSeconds(4));
    private static final Duration DEADMAN = Duration.ofSeconds(5);

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aLongResponseSurvivesAReload() throws IOException {
        Product product = shop();
        try (HttpConnection running = HttpConnection.to(product.port())) {
            running.send("GET /sleep?ms=" + LONG_RESPONSE.toMillis() + "&n=7 HTTP/1.1\r\nHost: test\r\n\r\n");
            // Another connection's answer shows that the first has been accepted, too.
            HttpConnection.get(product.port(), "/echo?n=1");
            product.reload(2);
            Response response = running.receive();
            assertThat(response.text()).startsWith("n=7 version=v1 ").contains(" generation=1 ");
            assertThat(response.lastOfConnection()).as("said to be the last").isTrue();
            assertThat(running.endsHere()).isTrue();
        }
        product.awaitOnly(2, 2);
    }

    @Test
    void aStreamedResponseSurvivesAReload() throws IOException {
        Product product = shop();
        try (HttpConnection running = HttpConnection.to(product.port())) {
            int count = 200_000; // more than the socket buffers hold: the worker waits for the reader
            running.send("GET /stream?n=7&count=" + count + " HTTP/1.1\r\nHost: test\r\n\r\n");
            HttpConnection.get(product.port(), "/echo?n=1");
            product.reload(2);
            assertThat(running.receive().text().lines().count()).isEqualTo(count);
        }
        product.awaitOnly(2, 2);
    }

    @Test
    void aResponseLongerThanTheDeadmanTimeoutIsEndedAndItsStackIsInTheLog() throws IOException {
        Product product = shop();
        try (HttpConnection running = HttpConnection.to(product.port())) {
            running.send("GET /hang HTTP/1.1\r\nHost: test\r\n\r\n");
            HttpConnection.get(product.port(), "/echo?n=1");
            product.reload(2);
            product.log().await(LogLines.frameOf("hangForever"), Await.SOON);
            assertThatThrownBy(running::receive).isInstanceOf(Broken.class);
        }
        product.awaitOnly(2, 2);
        assertThat(product.log().has(LogLines.DEADMAN)).isTrue();
    }

    @Test
    void anIdleConnectionIsClosedOrderlyByADrain() throws IOException {
        Product product = shop("60"); // a reload may take longer than a short one
        try (HttpConnection idle = HttpConnection.to(product.port());
                HttpConnection silent = HttpConnection.to(product.port())) {
            assertThat(idle.get("/echo?n=1").value("Keep-Alive")).isEqualTo("timeout=60");
            product.reload(2);
            assertThat(idle.getUntilLast("/echo?n=2").text()).contains(" generation=1 ");
            assertThat(idle.endsHere()).isTrue();
            // A client that connected before the reload and speaks only now is served as well.
            assertThat(silent.get("/echo?n=3").status()).isEqualTo(200);
        }
        product.awaitOnly(2, 2);
    }

    @Test
    void aGracefulStopFailsNoRequest() {
        Product product = shop();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).untilRefused())) {
            load.awaitMore(300);
            product.signal(Signal.TERM);
            assertThat(product.awaitExit(Await.SOON)).isZero();
            load.awaitAllRefused(Await.SOON);
            Tally tally = load.tally();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    private Product shop() {
        return shop("2");
    }

    private Product shop(String keepAlive) {
        String deadman = Long.toString(LONG_RESPONSE.plus(DEADMAN).toSeconds());
        return products.product()
                .workers(2, 4)
                .options("--keep-alive", keepAlive, "--deadman", deadman)
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
    }
}
