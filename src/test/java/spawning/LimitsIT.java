// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.OutputLog;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What do leaks, hangs and runaways cost, and what is known of them afterwards? */
class LimitsIT {
    @RegisterExtension
    final Products products = new Products();

    @Test
    void aStoppedWorkerIsReplacedWithinTheHangTimeoutWithWhatTheKernelKnowsOfIt() throws IOException {
        Product product = shop(2, 4).options("--hang-timeout", "3").start();
        long stopped = product.workers().getFirst().pid();
        Signal.STOP.to(stopped);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            product.log().await(LogLines.HUNG, Await.SOON);
            product.log().await(LogLines.ready(1), 3, Await.SOON);
            load.awaitMore(200);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        Path folder = evidence(product, stopped);
        assertThat(Files.readString(folder.resolve("report.txt")))
                .contains("no heartbeat for", "the worker did not write them within 3 s");
        assertThat(Files.readString(folder.resolve("threads-kernel.txt"))).contains("  T  ", "heartbeat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "deadlock", "read"})
    void aRequestThatDoesNotEndGets503AndItsWorkerIsReplacedWithoutHarmToOthers(String how) throws IOException {
        Product product = shop(2, 4).options("--request-timeout", "2").start();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling());
                HttpConnection client = HttpConnection.to(product.port())) {
            assertThat(client.get("/unruly/" + how).status()).isEqualTo(503);
            product.log().await(LogLines.frameOf(method(how)), Await.SOON);
            product.log().await(LogLines.replaced("GET /unruly/" + how + " has run for "), Await.SOON);
            product.log().await(LogLines.ready(1), 3, Await.SOON);
            product.awaitOnly(2, 1);
            load.awaitMore(100);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    private static String method(String how) {
        return switch (how) {
            case "loop" -> "loopForever";
            case "deadlock" -> "lockBoth";
            default -> "readForever";
        };
    }

    @Test
    void aGreenRequestThatHoldsUpItsLoopEndsWithItsWorkerAndHarmsNobodyElse() throws IOException {
        Product product = shop(2, 0).options("--hang-timeout", "3").start();
        try (HttpConnection client = HttpConnection.to(product.port())) {
            client.send("GET /unruly/loop HTTP/1.1\r\nHost: test\r\n\r\n");
            product.log().await(LogLines.HELD_UP, Await.SOON);
            try (LoadClient load =
                    LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
                product.log().await(LogLines.HUNG, Await.SOON);
                product.log().await(LogLines.ready(1), 3, Await.SOON);
                load.awaitMore(100);
                Tally tally = load.stop();
                assertThat(tally.failures()).as("%s", tally).isEmpty();
            }
        }
        Path folder = evidence(product, hungPid(product));
        assertThat(Files.readString(folder.resolve("report.txt"))).contains("GET /unruly/loop");
        assertThat(Files.readString(folder.resolve("threads.txt"))).contains("loopForever");
    }

    private static long hungPid(Product product) {
        return Long.parseLong(product.log().await(LogLines.HUNG, Await.SOON).group("pid"));
    }

    @Test
    void workersRecycledByRequestsAreReplacedOneAtATimeAndNeverTooFew() {
        int workers = Scale.of(4, 2);
        Product product = shop(workers, 4)
                .options("--max-requests", Scale.of(2_000, 200) + "")
                .start();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            product.log()
                    .await(
                            LogLines.replaced("served "),
                            Scale.of(40, 4),
                            Scale.of(Await.SOON.multipliedBy(5), Await.SOON));
            product.log().await(LogLines.ready(1), workers + Scale.of(40, 4), Await.SOON);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        assertThat(fewestReady(product.log(), workers)).isEqualTo(workers);
    }

    /** From the moment on at which all were ready for the first time. */
    private static int fewestReady(OutputLog log, int workers) {
        int ready = 0;
        int fewest = workers;
        boolean up = false;
        for (OutputLog.Line line : log.lines()) {
            ready += LogLines.change("STARTING", "READY").matcher(line.text()).find() ? 1 : 0;
            ready -= LogLines.change("READY", "\\w+").matcher(line.text()).find() ? 1 : 0;
            up |= ready == workers;
            fewest = up ? Math.min(fewest, ready) : fewest;
        }
        return fewest;
    }

    @Test
    void aLeakCostsOneWorkerAtATimeAndTheLogSaysWhereTheMemoryIs() throws IOException {
        Product product = shop(2, 4)
                .options("--max-worker-memory", "260m", "-J", "-Xmx1500m", "-J", "-Xms16m")
                .start();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            int generations = Scale.of(20, 2);
            Await.until(
                    "leaking workers are replaced",
                    Scale.of(Await.SOON.multipliedBy(5), Await.SOON.multipliedBy(2)),
                    () -> {
                        leak(product);
                        return product.log()
                                        .all(LogLines.replaced("uses \\d+m \\(limit 260m\\): heap"))
                                        .size()
                                >= generations;
                    });
            product.log().await(LogLines.ready(1), 2 + generations, Await.SOON);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    private static void leak(Product product) {
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(HttpConnection.get(product.port(), "/unruly/leak").status())
                        .isEqualTo(200);
            }
        } catch (IOException e) {
            throw new AssertionError("a leaking request failed", e);
        }
    }

    @Test
    void anOutOfMemoryErrorThatIsSwallowedRetiresTheWorkerInOrder() throws IOException {
        Product product = shop(2, 4).options("-J", "-Xmx64m").start();
        assertThat(HttpConnection.get(product.port(), "/unruly/oom").status()).isEqualTo(200);
        product.log().await(LogLines.replaced("OutOfMemoryError"), Await.SOON);
        product.log().await(LogLines.ready(1), 3, Await.SOON);
        product.awaitOnly(2, 1);
        assertThat(HttpConnection.get(product.port(), "/unruly/overflow").status())
                .isEqualTo(500);
        assertThat(product.workers()).hasSize(2);
    }

    private Path evidence(Product product, long pid) throws IOException {
        product.log().await(LogLines.EVIDENCE, Await.SOON);
        return evidence().stream()
                .filter(folder -> folder.toString().endsWith("-pid-" + pid))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> evidence() throws IOException {
        try (Stream<Path> all = Files.walk(products.folder().resolve("evidence"), 1)) {
            return all.skip(1).toList();
        }
    }

    private ProductBuilder shop(int workers, int threads) {
        Path folder = TestApplications.classes(products.folder(), "v1", OnLoad.NOTHING);
        TestApplications.compiled(folder, "Unruly.java");
        return products.product()
                .workers(workers, threads)
                .options("--keep-alive", "2", "--classpath", folder.toString())
                .options("--evidence-dir", products.folder().resolve("evidence").toString())
                .application(TestApplications.CLASS, "Unruly");
    }
}
