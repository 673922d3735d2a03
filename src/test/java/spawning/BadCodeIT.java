// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.OutputLog.Source;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What does a reload of bad code do? It is refused, and the old generation serves on. */
class BadCodeIT {
    private static final int WORKERS = 2;

    @RegisterExtension
    final Products products = new Products();

    @Test
    @LongRun
    void codeThatThrowsOnLoadKeepsTheOldGeneration() {
        Product product = refuses(OnLoad.THROWS, "the shelves are empty");
        assertThat(product.log().has(LogLines.frameOf("onLoad"))).as("stack").isTrue();
    }

    @Test
    void codeThatDoesNotCompileKeepsTheOldGeneration() {
        Product product = refuses(OnLoad.DOES_NOT_COMPILE, "does not compile: 1 error");
        assertThat(product.log().has(LogLines.JAVAC_ERROR)).as("javac's words").isTrue();
        assertThat(product.log().has(LogLines.ready(2))).isFalse();
    }

    @Test
    void codeThatHangsOnLoadKeepsTheOldGeneration() {
        Product product = refuses(OnLoad.HANGS, "not ready after");
        List<String> lines = product.log().texts(Source.STDERR);
        int announced = firstIndex(lines, LogLines.BEFORE_BOOT_TIMEOUT);
        int frame = firstIndex(lines, LogLines.frameOf("onLoad"));
        int killed = firstIndex(lines, LogLines.failed(2, "not ready after"));
        assertThat(announced).as("announced, in %s", product.log()).isNotNegative();
        assertThat(frame).as("the stack, in %s", product.log()).isBetween(announced, killed);
    }

    /** -1 when there is none. */
    private static int firstIndex(List<String> lines, Pattern pattern) {
        for (int i = 0; i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i)).find()) {
                return i;
            }
        }
        return -1;
    }

    @Test
    @LongRun
    void codeThatExitsOnLoadKeepsTheOldGeneration() {
        refuses(OnLoad.EXITS, "exit code 7");
    }

    /** The whole story: refused under load, a crash after it, then good code. */
    private Product refuses(OnLoad bad, String why) {
        Product product = products.product()
                .workers(WORKERS, 4)
                .options("--keep-alive", "2", "--boot-timeout", "5")
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
        Set<Long> old = product.workerPids();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(100);
            TestApplications.source(products.folder(), "v2", bad);
            product.signal(Signal.HUP);
            product.log().await(LogLines.failed(2, why), Await.SOON);
            product.awaitOnly(WORKERS, 1);
            load.awaitMore(200);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
            assertThat(tally.versions()).containsExactly("v1");
        }
        assertThat(product.workerPids()).isEqualTo(old);
        crashReplacementIsOfTheOldCode(product);
        theNextGoodReloadWorks(product);
        return product;
    }

    private static void crashReplacementIsOfTheOldCode(Product product) {
        Signal.KILL.to(product.workers().getFirst().pid());
        product.log().await(LogLines.ready(1), WORKERS + 1, Await.SOON);
        product.awaitOnly(WORKERS, 1);
        assertVersion(product, "v1");
    }

    private void theNextGoodReloadWorks(Product product) {
        TestApplications.source(products.folder(), "v3", OnLoad.NOTHING);
        product.reload(3);
        product.awaitOnly(WORKERS, 3);
        assertVersion(product, "v3");
    }

    private static void assertVersion(Product product, String version) {
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            Await.until(
                    "all workers have answered",
                    Await.SOON,
                    () -> load.tally().pids().size() == WORKERS);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
            assertThat(tally.versions()).containsExactly(version);
        }
    }
}
