// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;

/** What does --threads=0 give an application, and what does it ask of it? The table of docs/green-threads.md, run. */
class GreenThreadsIT {
    @RegisterExtension
    final Products products = new Products();

    /** Ways to wait that leave the loop. */
    private static final List<String> YIELDING = List.of(
            "latch",
            "sleep",
            "yield",
            "queue",
            "lock",
            "monitor",
            "object-wait",
            "semaphore",
            "future",
            "executor",
            "virtual-threads",
            "parallel-stream",
            "socket",
            "driver",
            "http-client",
            "process");

    /** One worker, one loop: if the waiting did not leave it, the request that ends the waiting could not be served. */
    @Test
    void aRequestThatWaitsLeavesTheLoopToOthers() throws IOException {
        Product product = product(1).start();
        for (String how : YIELDING) {
            try (HttpConnection waiting = HttpConnection.to(product.port())) {
                waiting.send(get("/wait/" + how));
                HttpConnection.get(product.port(), "/begun/" + how);
                HttpConnection.get(product.port(), "/go/" + how);
                assertThat(waiting.receive().text()).isEqualTo("waited in " + how);
            }
        }
        assertThat(product.log().has(LogLines.HELD_UP)).as("%s", product.log()).isFalse();
    }

    @Test
    void aRequestThatComputesIsReportedWithItsStackAndNewConnectionsGoToOtherWorkers() throws IOException {
        Product product = product(2).start();
        try (HttpConnection spinning = HttpConnection.to(product.port())) {
            spinning.send(get("/spin?password=secret"));
            product.log().await(LogLines.HELD_UP, Await.SOON);
            for (int i = 0; i < 20; i++) {
                assertThat(HttpConnection.get(product.port(), "/quick").text()).isEqualTo("quick");
            }
            product.log().await(LogLines.frameOf("spin"), Await.SOON);
            assertThat(spinning.receive().status()).isEqualTo(200);
        }
        assertThat(product.log().toString()).doesNotContain("secret");
    }

    @Test
    void aRequestThatWaitsInTheKernelHoldsUpItsLoopAndIsReported() throws IOException, InterruptedException {
        Path fifo = products.folder().resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Product product = product(2).environment("FIFO", fifo.toString()).start();
        try (HttpConnection waiting = HttpConnection.to(product.port())) {
            waiting.send(get("/wait/fifo"));
            product.log().await(LogLines.HELD_UP, Await.SOON);
            assertThat(HttpConnection.get(product.port(), "/quick").text()).isEqualTo("quick");
            try (OutputStream out = Files.newOutputStream(fifo)) {
                out.write('x');
            }
            assertThat(waiting.receive().text()).isEqualTo("waited in fifo");
        }
        product.log().await(LogLines.frameOf("fifo"), Await.SOON);
    }

    @Test
    void aRequestInNativeCodeHoldsUpItsLoopAndIsReported() throws IOException {
        Product product = product(2).start();
        try (HttpConnection waiting = HttpConnection.to(product.port())) {
            waiting.send(get("/wait/native"));
            product.log().await(LogLines.HELD_UP, Await.SOON);
            assertThat(HttpConnection.get(product.port(), "/quick").text()).isEqualTo("quick");
            assertThat(waiting.receive().text()).isEqualTo("waited in native");
        }
        product.log().await(LogLines.frameOf("nativeSleep"), Await.SOON);
    }

    @Test
    void requestsHaveThreadsOfTheirOwnOnTheLoopThatCanBeInterrupted() throws IOException {
        Product product = product(1).start();
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            assertThat(connection.get("/own").text()).isEqualTo("nothing");
            assertThat(connection.get("/own").text()).isEqualTo("nothing");
            assertThat(connection.get("/thread").text())
                    .startsWith("VirtualThread[#")
                    .contains(",GET /thread]", "@event-loop")
                    .endsWith("multithread=true");
            try (HttpConnection waiting = HttpConnection.to(product.port())) {
                waiting.send(get("/wait/interruptible"));
                connection.get("/begun/interruptible");
                connection.get("/interrupt/interruptible");
                assertThat(waiting.receive().text()).isEqualTo("interrupted");
            }
        }
    }

    @Test
    void aWorkerThatDoesNotEndShowsTheRequestsThatItIsStuckWith() throws IOException {
        Product product = product(1).options("--deadman", "2").start();
        try (HttpConnection waiting = HttpConnection.to(product.port())) {
            waiting.send(get("/wait/latch"));
            HttpConnection.get(product.port(), "/begun/latch");
            product.signal(Signal.TERM);
            product.log().await(LogLines.requestInDump("GET /wait/latch"), Await.SOON);
            product.log().await(LogLines.frameOf("waitFor"), Await.SOON);
            product.awaitExit(Await.SOON);
        }
    }

    @Test
    void withoutTheJvmsInternalsOrdinaryVirtualThreadsDoTheSame() throws IOException {
        Product product = product(1).options("-J", "-Dspawning.green=off").start();
        product.log().await(LogLines.ORDINARY_VIRTUAL_THREADS, Await.SOON);
        try (HttpConnection waiting = HttpConnection.to(product.port())) {
            waiting.send(get("/wait/latch"));
            HttpConnection.get(product.port(), "/begun/latch");
            assertThat(HttpConnection.get(product.port(), "/thread").text())
                    .startsWith("VirtualThread[")
                    .contains("@ForkJoinPool");
            HttpConnection.get(product.port(), "/go/latch");
            assertThat(waiting.receive().text()).isEqualTo("waited in latch");
        }
    }

    private ProductBuilder product(int workers) {
        return products.product()
                .workers(workers, 0)
                .options("--keep-alive", "2", "-J", "-XX:TieredStopAtLevel=1")
                .application(
                        TestApplications.single(products.folder(), "Waits.java").toString());
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n";
    }
}
