// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.OutputLog;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What does each signal do? HUP is told by ReloadIT, INT by TerminalIT. */
class SignalIT {
    @RegisterExtension
    final Products products = new Products();

    @Test
    void ttinAndTtouAddAndRemoveAWorkerUnderLoad() {
        Product product = shop();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            product.signal(Signal.TTIN);
            product.log().await(LogLines.ready(1), 3, Await.SOON);
            product.awaitOnly(3, 1);
            product.signal(Signal.TTOU);
            product.awaitOnly(2, 1);
            load.awaitMore(100);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    @Test
    void aWorkerToldToTerminateIsReplacedBeforeItLeaves() {
        Product product = shop();
        long leaving = product.workers().getFirst().pid();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            Signal.TERM.to(leaving);
            product.log().await(LogLines.entered(leaving, "EXITED"), Await.SOON);
            product.awaitOnly(2, 1);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        List<String> lines =
                product.log().lines().stream().map(OutputLog.Line::text).toList();
        int thirdReady = indexOf(lines, LogLines.ready(1), 3);
        assertThat(thirdReady).isLessThan(indexOf(lines, LogLines.entered(leaving, "DRAINING"), 1));
    }

    @Test
    void workersIgnoreTheSignalsOfTerminals() throws IOException {
        Product product = shop();
        var before = product.workerPids();
        before.forEach(Signal.INT::to);
        before.forEach(Signal.HUP::to);
        before.forEach(Signal.USR1::to);
        for (int i = 0; i < 20; i++) {
            assertThat(HttpConnection.get(product.port(), "/echo?n=" + i).status())
                    .isEqualTo(200);
        }
        assertThat(product.workerPids()).isEqualTo(before);
    }

    @Test
    void aSecondTermEndsRunningRequestsAtOnce() throws IOException {
        Product product = shop();
        try (HttpConnection running = HttpConnection.to(product.port())) {
            running.send("GET /hang HTTP/1.1\r\nHost: test\r\n\r\n");
            HttpConnection.get(product.port(), "/echo?n=1");
            product.signal(Signal.TERM);
            product.log().await(LogLines.change("READY", "DRAINING"), 2, Await.SOON);
            // It counts from a second after the first, so an impatient user repeats it until it is heard.
            long controller = product.controller().pid();
            long deadline = System.nanoTime() + Await.SOON.toNanos();
            while (Signal.TERM.to(controller)
                    && !Await.within(
                            java.time.Duration.ofMillis(300), () -> !new spawning.harness.Proc(controller).alive())) {
                assertThat(System.nanoTime() - deadline)
                        .as("time over, log: %s", product.log())
                        .isNegative();
            }
            product.awaitExit(Await.SOON);
        }
        product.awaitAllGone(Await.SOON);
    }

    private static int indexOf(List<String> lines, Pattern pattern, int count) {
        int found = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i)).find() && ++found == count) {
                return i;
            }
        }
        throw new AssertionError("fewer than " + count + " x " + pattern + " in " + lines);
    }

    private Product shop() {
        return products.product()
                .workers(2, 4)
                .options("--keep-alive", "2")
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
    }
}
