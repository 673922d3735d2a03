// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;
import spawning.harness.WorkerProcess;

/** What does the end or the standstill of one worker cost? */
class CrashIT {
    private static final int WORKERS = 3;
    private static final Duration REPLACED = Duration.ofSeconds(2);

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aKilledWorkerCostsAtMostOneRequestPerConnectionItHeld() {
        Product product = shop();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(300);
            long victim = product.workers().getFirst().pid();
            Await.until(
                    "the victim has answered, so it holds connections",
                    Await.SOON,
                    () -> load.tally().toString(),
                    () -> load.tally().pids().contains(victim));
            assertThat(load.tally().failures()).isEmpty();
            LocalDateTime killed = LocalDateTime.now(ZoneId.systemDefault());
            Signal.KILL.to(victim);
            product.log().await(LogLines.ready(1), WORKERS + 1, Await.SOON);
            assertThat(Duration.between(killed, startOfTheReplacement(product)))
                    .as("time to the replacement's start")
                    .isLessThan(REPLACED);
            load.awaitMore(300);

            Tally tally = load.stop();
            assertThat(tally.failures())
                    .as("%s", tally)
                    .allMatch(failure -> failure.pid() == victim || failure.pid() == 0, "held by the victim")
                    .allMatch(failure -> failure.how() != spawning.harness.Broken.How.NOT_CONNECTED, "connected");
            assertThat(tally.failures().stream().collect(Collectors.groupingBy(Tally.Failure::connection)))
                    .allSatisfy((connection, failures) -> assertThat(failures).hasSize(1));
        }
        product.awaitOnly(WORKERS, 1);
    }

    private static LocalDateTime startOfTheReplacement(Product product) {
        return LogLines.writtenAt(product.log().lines().stream()
                .filter(line -> LogLines.STARTING.matcher(line.text()).find())
                .skip(WORKERS)
                .findFirst()
                .orElseThrow());
    }

    @Test
    void anApplicationThatExitsIsReplacedLikewise() throws Exception {
        Product product = shop();
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send("GET /exit HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(connection.endsHere()).isTrue();
        }
        product.log().await(LogLines.ready(1), WORKERS + 1, Await.SOON);
        product.awaitOnly(WORKERS, 1);
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").status()).isEqualTo(200);
    }

    @Test
    void whileAWorkerIsStoppedTheOthersServeOn() {
        Product product = shop();
        List<WorkerProcess> workers = product.workers();
        long stopped = workers.getFirst().pid();
        Signal.STOP.to(stopped);
        Await.until(
                "it is stopped", Await.SOON, () -> workers.getFirst().process().stopped());
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            load.awaitMore(1_000);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
            assertThat(tally.pids()).hasSize(WORKERS - 1).doesNotContain(stopped);
        } finally {
            Signal.CONT.to(stopped);
        }
    }

    private Product shop() {
        return products.product()
                .workers(WORKERS, 4)
                .options("--keep-alive", "2")
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
    }
}
