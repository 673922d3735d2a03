// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What happens when the application's files change under running workers? Nothing, until the next reload. */
class SnapshotIT {
    private static final int WORKERS = 2;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aJarOverwrittenInPlaceIsSeenByTheNextGenerationOnly() throws IOException {
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        Object inode = Files.getAttribute(jar, "unix:ino");
        Product product = shop(jar);
        whileServing(product, () -> TestApplications.jar(jar, "v2", OnLoad.NOTHING));
        assertThat(Files.getAttribute(jar, "unix:ino")).as("the same file").isEqualTo(inode);
        oldUntilReloadThenNew(product);
    }

    @Test
    @LongRun
    void aRebuiltClassFolderIsSeenByTheNextGenerationOnly() throws IOException {
        Path folder = products.folder("classes");
        TestApplications.classes(folder, "v1", OnLoad.NOTHING);
        Product product = shop(folder);
        whileServing(product, () -> {
            Files.delete(folder.resolve("com/acme/Lazy.class"));
            TestApplications.classes(folder, "v2", OnLoad.NOTHING);
        });
        oldUntilReloadThenNew(product);
    }

    @LongRun
    @Test
    void aSymbolicLinkIsFollowedAnewByEachGeneration() throws IOException {
        Path current = products.folder().resolve("current");
        Path release1 = TestApplications.classes(products.folder("release-1"), "v1", OnLoad.NOTHING);
        Path release2 = TestApplications.classes(products.folder("release-2"), "v2", OnLoad.NOTHING);
        Files.createSymbolicLink(current, release1);
        Product product = shop(current);
        whileServing(product, () -> {
            Files.delete(current);
            Files.createSymbolicLink(current, release2);
            TestApplications.classes(release1, "v0", OnLoad.NOTHING);
        });
        oldUntilReloadThenNew(product);
    }

    /** What somebody does to the application's files. */
    @FunctionalInterface
    private interface Deployment {
        void run() throws IOException;
    }

    /** No request sent before, during and after it fails, and all see the old code. */
    private static void whileServing(Product product, Deployment deployment) throws IOException {
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(100);
            deployment.run();
            load.awaitMore(200);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
            assertThat(tally.versions()).containsExactly("v1");
        }
    }

    /** Every class of every running worker is old, also of one started just now; then every class is new. */
    private static void oldUntilReloadThenNew(Product product) throws IOException {
        Signal.KILL.to(product.workers().getFirst().pid());
        product.log().await(LogLines.ready(1), WORKERS + 1, Await.SOON);
        product.awaitOnly(WORKERS, 1);
        assertEverywhere(product, "v1 lazy-v1\n");
        product.reload(2);
        product.awaitOnly(WORKERS, 2);
        assertEverywhere(product, "v2 lazy-v2\n");
    }

    /** Asks until every worker has answered: one that is ready may take its first connection a moment later. */
    private static void assertEverywhere(Product product, String expected) throws IOException {
        Set<String> pids = new HashSet<>();
        long deadline = System.nanoTime() + Await.SOON.toNanos();
        while (pids.size() < WORKERS) {
            assertThat(deadline - System.nanoTime())
                    .as("time for all workers to answer, of which %s have", pids)
                    .isPositive();
            try (HttpConnection connection = HttpConnection.to(product.port())) {
                assertThat(connection.get("/lazy").text()).isEqualTo(expected);
                pids.add(connection.get("/echo?n=1").text());
            }
        }
    }

    private Product shop(Path classPath) {
        return products.product()
                .workers(WORKERS, 2)
                .options("--keep-alive", "2", "--classpath", classPath.toString())
                .application(TestApplications.CLASS)
                .start();
    }
}
