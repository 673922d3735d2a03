// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Launcher;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What happens when workers fail again and again? */
class PanicIT {
    @RegisterExtension
    final Products products = new Products();

    @Test
    void withNoWorkerForLongTheControllerAnswers503UntilOneIsReady() throws IOException {
        Product product = shop().workers(2, 2).start();
        Files.createFile(broken());
        product.workers().forEach(worker -> Signal.KILL.to(worker.pid()));
        // Half a second, one, two, four, each less up to a quarter: the fourth is over the two that a client can wait.
        awaitDelayOver(product, Duration.ofMillis(2_500));
        Response unavailable = HttpConnection.get(product.port(), "/echo?n=1");
        assertThat(unavailable.statusLine()).startsWith("HTTP/1.1 503 ");
        assertThat(Integer.parseInt(unavailable.value("Retry-After"))).isBetween(1, 30);
        assertThat(unavailable.lastOfConnection()).isTrue();

        Files.delete(broken());
        product.awaitWorkers("both serve again", workers -> workers.size() == 2);
        product.log().await(LogLines.ready(1), 4, Await.SOON);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(200);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    @Test
    void goodWorkersServeOnThroughAPanic() throws IOException {
        Product product = shop().workers(3, 2).start();
        Files.createFile(broken());
        Set<Long> before = product.workerPids();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(100);
            long victim = before.iterator().next();
            Signal.KILL.to(victim);
            awaitDelayOver(product, Duration.ofSeconds(1));
            assertThat(product.workerPids())
                    .containsAll(before.stream().filter(pid -> pid != victim).toList());
            load.awaitMore(200);
            Tally tally = load.stop();
            assertThat(tally.failures())
                    .as("%s", tally)
                    .allMatch(failure -> failure.pid() == victim || failure.pid() == 0);
        }
        Files.delete(broken());
        product.log().await(LogLines.ready(1), 4, Await.SOON);
    }

    @Test
    void onCrashRestartAllCyclesEveryWorker() {
        Product product =
                shop().workers(2, 2).options("--on-crash", "restart-all").start();
        Set<Long> before = product.workerPids();
        Signal.KILL.to(before.iterator().next());
        product.log().await(LogLines.ready(1), 4, Await.SOON);
        product.awaitWorkers(
                "two workers, both new",
                workers -> workers.size() == 2 && workers.stream().noneMatch(worker -> before.contains(worker.pid())));
    }

    /** The kernel refuses new processes to the product's user (EAGAIN) until it is told to allow them again. */
    @Test
    void aProcessThatCannotBeStartedIsAPanicAndTheOthersServeOn() throws Exception {
        assumeTrue(Launcher.canBeUnprivileged(), "no setpriv (util-linux), and root may have any number of processes");
        Product product = shop().workers(2, 2).unprivileged().start();
        limitProcesses(product, "1");
        Set<Long> before = product.workerPids();
        long victim = before.iterator().next();
        Signal.KILL.to(victim);
        awaitDelayOver(product, Duration.ofSeconds(1));
        assertThat(product.log().has(LogLines.CANNOT_SPAWN))
                .as("why, in %s", product.log())
                .isTrue();
        assertThat(product.workerPids()).isEqualTo(minus(before, victim));
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(200);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        limitProcesses(product, "4096");
        product.log().await(LogLines.ready(1), 3, Await.SOON);
        product.awaitOnly(2, 1);
    }

    private static Set<Long> minus(Set<Long> all, long one) {
        return all.stream().filter(pid -> pid != one).collect(Collectors.toSet());
    }

    /** Only the soft limit, which the same user may set back. */
    private static void limitProcesses(Product product, String limit) throws Exception {
        String pid = Long.toString(product.controller().pid());
        List<String> command =
                Launcher.unprivileged().command(List.of("prlimit", "--pid", pid, "--nproc=" + limit + ":"));
        Process prlimit = new ProcessBuilder(command).inheritIO().start();
        assertThat(prlimit.waitFor()).as("exit code of prlimit").isZero();
    }

    @Test
    void aStopWhileTheReplacementBootsAnswersThoseWhoWait() throws IOException {
        String source = TestApplications.source(products.folder(), "v1", OnLoad.HANGS_WHILE_BROKEN)
                .toString();
        Product product = shop().workers(1, 2).application(source).start();
        Files.createFile(broken());
        Signal.KILL.to(product.workers().getFirst().pid());
        product.log().await(LogLines.STARTING, 2, Await.SOON);
        assertAStopAnswersThoseWhoWait(product);
    }

    @Test
    void aStopBetweenTwoTriesAnswersThoseWhoWait() throws IOException {
        Product product = shop().workers(1, 2).start();
        Files.createFile(broken());
        Signal.KILL.to(product.workers().getFirst().pid());
        awaitDelayOver(product, Duration.ZERO);
        assertAStopAnswersThoseWhoWait(product);
    }

    private static void assertAStopAnswersThoseWhoWait(Product product) throws IOException {
        int port = product.port();
        try (HttpConnection first = HttpConnection.to(port);
                HttpConnection second = HttpConnection.to(port)) {
            first.send("GET /echo?n=1 HTTP/1.1\r\nHost: test\r\n\r\n");
            second.send("GET /echo?n=2 HTTP/1.1\r\nHost: test\r\n\r\n");
            product.signal(Signal.TERM);
            assertThat(first.receive().status()).isEqualTo(503);
            assertThat(second.receive().status()).isEqualTo(503);
        }
        assertThat(product.awaitExit(Await.SOON)).isZero();
    }

    private static void awaitDelayOver(Product product, Duration delay) {
        Await.until(
                "the next start is more than " + delay + " off",
                Await.SOON,
                product.log()::toString,
                () -> LogLines.delays(product.log()).stream().anyMatch(next -> next.compareTo(delay) > 0));
    }

    /** While this file exists, no worker comes up. */
    private Path broken() {
        return products.folder().resolve("broken");
    }

    private ProductBuilder shop() {
        String source = TestApplications.source(products.folder(), "v1", OnLoad.THROWS_WHILE_BROKEN)
                .toString();
        return products.product()
                .options("--keep-alive", "2", "-J", "-Dshop.broken=" + broken())
                .application(source);
    }
}
