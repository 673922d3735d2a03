// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** Who stands still, and who is killed for it: workers that hang in any state, and nobody when all the machine slept. */
class StandstillIT {
    private static final Duration HANG = Duration.ofSeconds(2);

    @RegisterExtension
    final Products products = new Products();

    @Test
    void nobodyIsKilledWhenTheControllerOrAllOrAWorkerForAMomentStoodStill() {
        Product product = shop("--hang-timeout", "" + HANG.toSeconds());
        Set<Long> workers = product.workerPids();
        List<Proc> all = product.processes();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            load.awaitMore(50);
            standStill(List.of(product.controller()), HANG.multipliedBy(2));
            load.awaitMore(50);
            standStill(all, HANG.multipliedBy(2));
            load.awaitMore(50);
            standStill(List.of(new Proc(workers.iterator().next())), HANG.dividedBy(2));
            looksPass(product);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        assertThat(product.workerPids()).isEqualTo(workers);
        assertThat(product.log().has(LogLines.HUNG)).isFalse();
    }

    /** The time itself is what matters: there is no event to wait for. */
    private static void standStill(List<Proc> processes, Duration time) {
        processes.forEach(process -> Signal.STOP.to(process.pid()));
        Await.until("they are stopped", Await.SOON, () -> processes.stream().allMatch(Proc::stopped));
        pass(time);
        processes.reversed().forEach(process -> Signal.CONT.to(process.pid()));
    }

    private static void pass(Duration time) {
        long start = System.nanoTime();
        Await.until("time passes", time.plus(Await.SOON), () -> System.nanoTime() - start > time.toNanos());
    }

    /** Until whoever was blamed wrongly would have been killed. */
    private static void looksPass(Product product) {
        pass(HANG);
        assertThat(product.log().has(LogLines.HUNG)).isFalse();
    }

    @Test
    @LongRun
    void aWorkerThatStandsStillWhileItStartsOrDrainsHoldsNothingUp() throws IOException {
        Product product = shop("--hang-timeout", "2", "--boot-timeout", "8", "--deadman", "20", "--evidence", "none");
        Set<Long> first = product.workerPids();
        try (HttpConnection client = HttpConnection.to(product.port())) {
            client.send("GET /sleep?ms=60000 HTTP/1.1\r\nHost: test\r\n\r\n");
            product.signal(Signal.HUP);
            product.log().await(LogLines.serves(2), Await.SOON);
            product.awaitWorkers("one that drains", all -> all.size() == 3);
            long draining = product.workerPids().stream()
                    .filter(first::contains)
                    .findFirst()
                    .orElseThrow();
            Signal.STOP.to(draining);
            product.log().await(LogLines.entered(draining, "KILLED"), Await.SOON);
        }
        product.signal(Signal.TTIN);
        long starting = Long.parseLong(
                product.log().await(LogLines.STARTING, 5, Await.SOON).group("pid"));
        Signal.STOP.to(starting);
        product.log().await(LogLines.entered(starting, "KILLED"), Await.SOON);
        product.awaitWorkers(
                "another in its place",
                all -> all.size() == 3 && all.stream().noneMatch(worker -> worker.pid() == starting));
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").status()).isEqualTo(200);
    }

    @Test
    void reloadsAndTheStopDoNotWaitForAWorkerThatHangs() {
        Product product = shop("--hang-timeout", "2", "--evidence", "none", "--keep-alive", "2");
        Signal.STOP.to(product.workerPids().iterator().next());
        product.signal(Signal.HUP);
        product.log().await(LogLines.preparing(2), Await.SOON);
        product.signal(Signal.HUP);
        product.log().await(LogLines.serves(3), Await.SOON);
        Signal.STOP.to(product.workers().stream()
                .filter(worker -> worker.generation() == 3)
                .findFirst()
                .orElseThrow()
                .pid());
        assertThat(product.stop()).isZero();
        product.awaitAllGone(Await.SOON);
    }

    @Test
    @LongRun
    void workersAreReplacedWhenTheyAreOld() {
        Product product = shop("--max-age", "3", "--keep-alive", "2");
        Set<Long> first = product.workerPids();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            product.log().await(LogLines.replaced("served for .* \\(limit 3s\\)"), 2, Await.SOON);
            product.awaitWorkers(
                    "none of the first", all -> all.stream().noneMatch(worker -> first.contains(worker.pid())));
            load.awaitMore(50);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    private Product shop(String... options) {
        Path classes = TestApplications.classes(products.folder(), "v1", OnLoad.NOTHING);
        return products.product()
                .workers(2, 4)
                .options("--classpath", classes.toString())
                .options(options)
                .application(TestApplications.CLASS)
                .start();
    }
}
