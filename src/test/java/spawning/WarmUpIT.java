// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.OutputLog.Source;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;

/** What may be relied on of workers that ask themselves before their clients do? */
class WarmUpIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @RegisterExtension
    final Products products = new Products();

    @Test
    void noClientMeetsAWorkerThatIsNotWarmAndNothingOfItIsCountedOrLogged() throws Exception {
        Product product = shop("--warmup", "/warm?up", "--warmup-time", "3")
                .withAccessLog()
                .start();
        assertThat(warmUpsOfEach(product, 2)).allMatch(count -> count > 0);
        product.reload(2);
        assertThat(warmUpsOfEach(product, 2)).allMatch(count -> count > 0);

        product.log().await(LogLines.WARMED_UP, 4, Await.SOON);
        assertThat(product.log().all(LogLines.WARMED_UP))
                .hasSize(4)
                .allSatisfy(line ->
                        assertThat(Integer.parseInt(line.group("requests"))).isPositive());
        assertThat(product.log().texts(Source.STDOUT)).isNotEmpty().noneMatch(line -> line.contains("/warm"));
    }

    @Test
    void aWarmUpThatFailsIsSaidOnceAndHoldsUpNothing() throws Exception {
        Product product = shop("--warmup", "/bad", "--warmup", "/stuck", "--warmup-time", "2")
                .start();
        assertThat(warmUpsOfEach(product, 2)).allMatch(count -> count > 0);
        assertThat(product.log().all(LogLines.warmUpProblem("GET /bad was answered 503")))
                .hasSize(1);
        assertThat(product.log().all(LogLines.warmUpProblem("GET /stuck was not answered")))
                .hasSize(1);
    }

    @LongRun
    @Test
    void aWorkerWhoseOnlyThreadIsTakenByItsWarmUpIsNeverReady() {
        Product product = shop("--warmup", "/stuck", "--warmup-time", "1", "--boot-timeout", "6")
                .options("-s", "1", "-t", "1", "--panic-limit", "1")
                .launch();
        product.log().await(LogLines.warmUpProblem("leave no room in this worker for others"), Await.SOON);
        product.log().await(LogLines.BEFORE_BOOT_TIMEOUT, Await.SOON);
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(4);
        assertThat(product.log().has(LogLines.change("STARTING", "READY"))).isFalse();
    }

    @Test
    void aStopInTheMiddleOfAWarmUpEndsIt() {
        Product product = shop("--warmup", "/stuck", "--warmup-time", "25").launch();
        product.log().await(LogLines.STARTING, Await.SOON);
        Await.until(
                "the warm-up has begun",
                Await.SOON,
                () -> product.log().toString(),
                () -> product.log().has(LogLines.WARMING_UP));
        product.signal(Signal.TERM);
        assertThat(product.awaitExit(AT_ONCE)).isZero();
    }

    @Test
    @LongRun
    void aWarmUpLeavesHalfOfTheTimeForTheBoot() {
        Product product = shop("--warmup", "/stuck", "--warmup-time", "1h", "--boot-timeout", "12", "-s", "1")
                .start();
        product.log()
                .await(LogLines.warmUpProblem("the warm-up gets half of what is left of --boot-timeout"), Await.SOON);
        assertThat(product.log().has(LogLines.BEFORE_BOOT_TIMEOUT)).isFalse();
    }

    private ProductBuilder shop(String... options) {
        return products.product()
                .workers(2, 2)
                .options(options)
                .options("--verbose")
                .application(TestApplications.single(products.folder(), "Rehearsed.java")
                        .toString());
    }

    /** How many requests of its warm-up each worker has answered. */
    private static Set<Integer> warmUpsOfEach(Product product, int workers) throws IOException {
        Set<String> pids = new HashSet<>();
        Set<Integer> counts = new HashSet<>();
        for (int i = 0; i < 1000 && pids.size() < workers; i++) {
            String[] words = HttpConnection.get(product.port(), "/").text().split(" ", -1);
            pids.add(words[0]);
            counts.add(Integer.parseInt(words[1]));
        }
        assertThat(pids).hasSize(workers);
        return counts;
    }
}
