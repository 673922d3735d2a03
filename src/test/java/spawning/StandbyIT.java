// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Ctl;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What is a worker worth that waits? */
class StandbyIT {
    private static final Pattern WAITS = LogLines.change("STARTING", "STANDBY");
    private static final Pattern SERVES = LogLines.change("STANDBY", "READY");

    /** Much less than a JVM takes to start. */
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    @RegisterExtension
    final Products products = new Products();

    @Test
    void whoIsKilledIsReplacedAtOnceAndOnlyItsOwnRequestsAreLost() {
        Product product = shop();
        long waits = Long.parseLong(product.log().await(WAITS, Await.SOON).group("pid"));
        long victim = product.workers().stream()
                .mapToLong(worker -> worker.pid())
                .filter(pid -> pid != waits)
                .min()
                .orElseThrow();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(300);
            assertThat(load.tally().pids()).as("who waits has no clients").doesNotContain(waits);
            Signal.KILL.to(victim);
            product.log().await(LogLines.entered(waits, "READY"), Await.SOON);
            Await.until(
                    "who waited has clients",
                    Await.SOON,
                    () -> load.tally().toString(),
                    () -> load.tally().pids().contains(waits));
            product.log().await(WAITS, 2, Await.SOON);
            Tally tally = load.stop();
            assertThat(tally.failures())
                    .as("%s", tally)
                    .allMatch(failure -> failure.pid() == victim || failure.pid() == 0);
        }
        assertThat(Duration.between(time(product, LogLines.entered(victim, "EXITED")), time(product, SERVES)))
                .isLessThan(AT_ONCE);
    }

    @Test
    void aReloadReplacesItTooAndTheStatusShowsIt() {
        Product product = shop();
        product.log().await(WAITS, Await.SOON);
        product.reload(2);
        product.log().await(WAITS, 2, Await.SOON);
        product.awaitOnly(3, 2);
        assertThat(Ctl.of(product, "status").text()).contains("standby");
        assertThat(product.log().has(SERVES)).isFalse();
    }

    private static LocalDateTime time(Product product, Pattern change) {
        return LogLines.writtenAt(product.log().lines().stream()
                .filter(line -> change.matcher(line.text()).find())
                .findFirst()
                .orElseThrow());
    }

    private Product shop() {
        return products.product()
                .workers(2, 4)
                .options("--standby", "1", "--keep-alive", "2")
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
    }
}
