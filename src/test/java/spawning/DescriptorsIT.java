// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;
import spawning.harness.WorkerProcess;

/** What do workers hold, and what do they hand on? */
class DescriptorsIT {
    private static final int STDERR = 2;
    private static final String GREETING = "SHOP_GREETING=good day";

    @RegisterExtension
    final Products products = new Products();

    private Product product;

    @BeforeEach
    void startTheShop() {
        product = products.product()
                .workers(2, 2)
                .options("--keep-alive", "2", "--env", GREETING)
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
    }

    @Test
    void everyWorkerHasItsOwnSessionAndReadsNothing() {
        assertThat(product.workers()).hasSize(2).allSatisfy(worker -> {
            assertThat(worker.process().session()).isEqualTo(worker.pid());
            assertThat(worker.process().descriptors()).containsEntry(0, "/dev/null");
        });
        assertThat(product.workers().stream().map(WorkerProcess::slot)).containsExactlyInAnyOrder(1, 2);
    }

    /** What the JVM itself leaves open over an exec are files of its own. */
    @Test
    void nothingOfAWorkerOutlivesAnExec() {
        for (WorkerProcess worker : product.workers()) {
            Await.until(
                    "sockets and pipes of " + worker + " are closed on exec",
                    Await.SOON,
                    () -> heldOverExec(worker).toString(),
                    () -> heldOverExec(worker).stream()
                            .noneMatch(target -> target.startsWith("socket:") || target.startsWith("pipe:")));
        }
    }

    private static Collection<String> heldOverExec(WorkerProcess worker) {
        Map<Integer, String> descriptors = worker.process().descriptors();
        descriptors
                .keySet()
                .removeIf(number -> number <= STDERR || worker.process().closedOnExec(number));
        return descriptors.values();
    }

    @Test
    void aWorkersChildHoldsNeitherPortNorLifeline() throws IOException {
        long child = Long.parseLong(
                HttpConnection.get(product.port(), "/child").text().strip());
        try {
            Await.until(
                    "it has become sleep",
                    Await.SOON,
                    () -> new Proc(child).title().equals("sleep"));
            assertThat(new Proc(child).descriptors().keySet()).allMatch(number -> number <= STDERR);
            int port = product.port();
            assertThat(product.stop()).isZero();
            try (var listener = new java.net.ServerSocket(port)) {
                assertThat(listener.isBound()).isTrue();
            }
        } finally {
            Signal.KILL.to(child);
        }
    }

    @Test
    void aWorkerFindsTheControllersVariablesAndThoseAskedForAndNoneOfOurs() {
        Set<String> expected = new HashSet<>(product.controller().environment());
        expected.add(GREETING);
        assertThat(product.workers())
                .hasSize(2)
                .allSatisfy(worker ->
                        assertThat(worker.process().environment()).containsExactlyInAnyOrderElementsOf(expected));
    }
}
