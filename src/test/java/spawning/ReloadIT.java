// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;
import spawning.harness.Wrk;

/** What does a reload cost the clients and the controller? Nothing. */
class ReloadIT {
    private static final int RELOADS = Scale.of(1_000, 12);
    private static final int GREEN_RELOADS = Scale.of(200, 4);
    private static final int WORKERS = 2;

    /** What must not grow, of the controller. */
    private record Size(int descriptors, int threads, long residentKilobytes) {
        static Size of(Proc controller) {
            return new Size(controller.descriptors().size(), controller.threads(), controller.residentKilobytes());
        }
    }

    @RegisterExtension
    final Products products = new Products();

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void reloadDropsNoRequest() {
        String classes = TestApplications.classes(products.folder("classes"), "v1", OnLoad.NOTHING)
                .toString();
        // Workers that boot quickly: this is about the reload, not about compilers.
        Product product = builder()
                .options("-J", "-XX:TieredStopAtLevel=1", "-J", "-XX:+UseSerialGC")
                .options("--classpath", classes)
                .application(TestApplications.CLASS)
                .start();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()));
                Wrk wrk = Wrk.start(4, "http://127.0.0.1:" + product.port() + "/echo?n=0")) {
            load.awaitMore(100);
            reload(product, 2, RELOADS / 5);
            Size early = Size.of(product.controller());
            reload(product, 2 + RELOADS / 5, RELOADS - RELOADS / 5);
            Await.until( // those of a worker that has just gone are closed a moment later
                    "descriptors as few as before",
                    Await.SOON,
                    () -> product.controller().descriptors().toString(),
                    () -> Size.of(product.controller()).descriptors() <= early.descriptors() + 2);
            Size late = Size.of(product.controller());
            load.awaitMore(100);

            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
            assertThat(wrk.stop())
                    .matches(report -> report.requests() > 0, "saw responses")
                    .matches(report -> report.socketErrors() == 0, "saw no connection error")
                    .matches(report -> report.otherStatus() == 0, "saw no other status");
            assertFlat(early, late);
        }
    }

    /** The same with green threads, and with responses and uploads under way at every moment. */
    @Test
    @LongRun
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void reloadWithGreenThreadsDropsNoRequestNorStreamNorUpload() {
        String classes = TestApplications.classes(products.folder("classes"), "v1", OnLoad.NOTHING)
                .toString();
        Product product = products.product()
                .workers(WORKERS, 0)
                .options("--keep-alive", "2", "--max-draining", "6")
                .options("-J", "-XX:TieredStopAtLevel=1", "-J", "-XX:+UseSerialGC")
                .options("--classpath", classes)
                .application(TestApplications.CLASS)
                .start();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withSlow(24))) {
            load.awaitMore(100);
            reload(product, 2, GREEN_RELOADS);
            load.awaitMore(100);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    /** One after another; each must bring new processes. Only the last ones count as old: the kernel uses pids again. */
    private static void reload(Product product, int firstGeneration, int count) {
        Set<Long> old = new HashSet<>(product.workerPids());
        for (int generation = firstGeneration; generation < firstGeneration + count; generation++) {
            product.reload(generation);
            int now = generation;
            Set<Long> pids = new HashSet<>();
            product.log().all(LogLines.ready(now)).forEach(ready -> pids.add(Long.parseLong(ready.group("pid"))));
            assertThat(pids)
                    .as("workers of generation %s", now)
                    .hasSize(WORKERS)
                    .doesNotContainAnyElementsOf(old);
            old = pids;
        }
        product.awaitOnly(WORKERS, firstGeneration + count - 1);
    }

    private static void assertFlat(Size early, Size late) {
        assertThat(late.threads()).as("threads").isLessThanOrEqualTo(early.threads() + 2);
        assertThat(late.residentKilobytes()).as("memory").isLessThanOrEqualTo(early.residentKilobytes() + 24 * 1024);
    }

    @Test
    void aReloadBringsTheNewCode() {
        Product product = shop("v1");
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(100);
            assertThat(load.tally().versions()).containsExactly("v1");
            TestApplications.source(products.folder(), "v2", OnLoad.NOTHING);
            product.reload(2);
            product.awaitOnly(WORKERS, 2);
            load.awaitMore(100);
            assertThat(load.stop().failures()).isEmpty();
        }
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(200);
            assertThat(load.stop().versions()).containsExactly("v2");
        }
    }

    @Test
    void aNewerReloadSupersedesOneInPreparation() {
        Product product = shop("v1");
        product.signal(Signal.HUP);
        product.log().await(LogLines.preparing(2), Await.SOON);
        TestApplications.source(products.folder(), "v2", OnLoad.NOTHING);
        product.reload(3);
        product.awaitOnly(WORKERS, 3);
        assertThat(product.log().has(LogLines.serves(2))).isFalse();
    }

    private Product shop(String version) {
        return builder()
                .application(TestApplications.source(products.folder(), version, OnLoad.NOTHING)
                        .toString())
                .start();
    }

    private ProductBuilder builder() {
        return products.product().workers(WORKERS, 4).options("--keep-alive", "2", "--max-draining", "6");
    }
}
