// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Debugger;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Nginx;
import spawning.harness.OutputLog.Source;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;

/** Can one look at a worker with a debugger, as long as one likes? */
class DebugIT {
    /** What would end a worker twice over if it were counted: see {@link #mirror}. */
    private static final Duration LONGER_THAN_ANY_LIMIT = Duration.ofSeconds(5);

    @RegisterExtension
    final Products products = new Products();

    @LongRun
    @Test
    void aRequestStoppedInADebuggerOutlivesEveryLimitAndAReload() throws Exception {
        Product product = mirror("--debug=" + Nginx.freePort()).start();
        long old = product.workers().getFirst().pid();
        int port = port(product, 1);
        try (Debugger debugger = Debugger.attach(port);
                HttpConnection connection = HttpConnection.to(product.port())) {
            debugger.breakAt("Mirror", "call");
            connection.send("GET /environ?spawning.generation HTTP/1.1\r\nHost: a\r\n\r\n");
            debugger.awaitBreakpoint();

            product.reload(2);
            assertThat(port(product, 2)).isNotEqualTo(port);
            try (Debugger second = Debugger.attach(port(product, 2))) {
                second.breakAt("Mirror", "call");
                assertThat(Await.within(
                                LONGER_THAN_ANY_LIMIT,
                                () -> !product.workerPids().contains(old)))
                        .as("the stopped worker was ended\n%s", product.log())
                        .isFalse();
            }
            debugger.resume();
            assertThat(connection.receive().text()).isEqualTo("1\n");
            product.awaitOnly(1, 2);
        }
        assertThat(HttpConnection.get(product.port(), "/environ?spawning.generation")
                        .text())
                .isEqualTo("2\n");
        assertThat(product.log().texts(Source.STDOUT)).isEmpty();
    }

    @Test
    @LongRun
    void aBootStoppedInADebuggerOutlivesTheBootTimeout() throws IOException {
        Path wait = Files.createFile(products.folder().resolve("wait"));
        Product product = mirror("--debug=" + Nginx.freePort())
                .options("-J", "-Dmirror.wait=" + wait)
                .launch();
        try (Debugger debugger = Debugger.attach(port(product, 1))) {
            debugger.suspend();
            long pid = product.workers().getFirst().pid();
            assertThat(Await.within(
                            LONGER_THAN_ANY_LIMIT, () -> !product.workerPids().contains(pid)))
                    .as("the stopped worker was ended\n%s", product.log())
                    .isFalse();
            Files.delete(wait);
            debugger.resume();
            product.log().await(LogLines.entered(pid, "READY"), Await.SOON);
        }
    }

    @Test
    void withoutAFreePortForTheDebuggerTheStartFailsAndSaysSo() throws IOException {
        // No port follows this one, so it is the only one that is tried.
        try (ServerSocket holder = new ServerSocket(65_535, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(holder.isBound()).isTrue();
            Product product =
                    mirror("--debug=65535").options("--panic-limit", "1").launch();
            assertThat(product.awaitExit(Await.SOON)).isEqualTo(4);
            assertThat(product.log().has(LogLines.NO_DEBUGGER_PORT)).isTrue();
        }
    }

    @Test
    void oneWorkerIsStartedAndAnotherNumberIsSaidNotToCount() {
        Product product =
                mirror("--debug=" + Nginx.freePort()).options("-s", "3").start();
        product.signal(Signal.HUP);
        product.log().await(LogLines.serves(2), Await.SOON);
        product.awaitOnly(1, 2);
    }

    private static int port(Product product, int worker) {
        return Integer.parseInt(
                product.log().await(LogLines.DEBUGGER_PORT, worker, Await.SOON).group("port"));
    }

    private ProductBuilder mirror(String debug) {
        return products.product()
                .options(debug, "--keep-alive", "2", "--boot-timeout", "1s", "--deadman", "1s")
                .application(TestApplications.single(products.folder(), "Mirror.java")
                        .toString());
    }
}
