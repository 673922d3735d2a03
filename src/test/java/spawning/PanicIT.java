// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
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
