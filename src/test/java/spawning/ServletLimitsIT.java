// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Broken;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.WorkerProcess;

/** Do the limits hold for servlets as well? */
class ServletLimitsIT {
    @RegisterExtension
    final Products products = new Products();

    @Test
    void requestsThatDoNotEndAreAnsweredInTimeAndTheirWorkerIsReplacedWithoutHarmToOthers() throws IOException {
        Product product = start("--request-timeout", "2", "--evidence", "none");
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            assertThat(status(product, "async")).isEqualTo(503);
            assertThat(product.log().has(LogLines.replaced("")))
                    .as("no thread is stuck")
                    .isFalse();
            assertThat(status(product, "loop")).isEqualTo(503);
            product.log().await(LogLines.frameOf("loopForever"), Await.SOON);
            product.log().await(LogLines.replaced("GET /unruly/loop has run for "), Await.SOON);
            assertThat(status(product, "deadlock")).isEqualTo(503);
            product.log().await(LogLines.frameOf("lockBoth"), Await.SOON);
            assertThat(status(product, "read")).isEqualTo(503);
            product.log().await(LogLines.frameOf("readForever"), Await.SOON);
            aStalledResponseIsCutOff(product);
            assertThat(HttpConnection.get(product.port(), "/unruly/patient").text())
                    .isEqualTo("patience\r\n");
            product.log().await(LogLines.ready(1), 3, Await.SOON);
            load.awaitMore(100);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    private static int status(Product product, String how) throws IOException {
        return HttpConnection.get(product.port(), "/unruly/" + how).status();
    }

    private static void aStalledResponseIsCutOff(Product product) throws IOException {
        try (HttpConnection client = HttpConnection.to(product.port())) {
            client.send("GET /unruly/stall HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThatThrownBy(client::receive).isInstanceOf(Broken.class);
            product.log().await(LogLines.frameOf("stall"), Await.SOON);
        }
    }

    /** Of direct buffers that cannot be had, the JVM tells nobody. */
    private static void assertThatAShortageIsToldOf(Product product) throws IOException {
        assertThat(status(product, "direct")).isEqualTo(500);
        product.log().await(LogLines.replaced("OutOfMemoryError"), Await.SOON);
        product.log().await(LogLines.ready(1), 3, Await.SOON);
        product.awaitOnly(2, 1);
    }

    @Test
    @LongRun
    void aWorkerThatHangsIsReplacedAndSoIsOneThatHasServedEnough() throws IOException {
        Product product = start(
                "--hang-timeout",
                "2",
                "--max-requests",
                "150",
                "--evidence",
                "none",
                "-J",
                "-XX:MaxDirectMemorySize=64m");
        assertThatAShortageIsToldOf(product);
        WorkerProcess hangs = product.workers().getFirst();
        Signal.STOP.to(hangs.pid());
        Await.until("it is stopped", Await.SOON, hangs.process()::stopped);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            product.log().await(LogLines.HUNG, Await.SOON);
            product.log().await(LogLines.replaced("served \\d+ requests \\(limit 150\\)"), Await.SOON);
            product.log().await(LogLines.ready(1), 5, Await.SOON);
            load.awaitMore(50);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    private Product start(String... options) {
        Path classes = TestApplications.servlet(products.folder("classes"), "v1");
        TestApplications.servletClasses(classes, "UnrulyFilter.java");
        return products.product()
                .workers(2, 4)
                .options("--factory", "servlet", "--keep-alive", "2", "--classpath", classes.toString())
                .options(options)
                .application(TestApplications.SERVLET)
                .start();
    }
}
