// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Broken.How;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What is left when the controller is killed? Nothing, soon, and no running request is cut. */
class ControllerDeathIT {
    private static final Duration DEADMAN = Duration.ofSeconds(8);
    private static final Duration PORT_FREE = Duration.ofSeconds(1);
    private static final int RUNNING_MILLIS = 2_000;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void killedControllerFreesThePort() throws IOException {
        Product product = shop();
        int port = product.port();
        try (HttpConnection running = HttpConnection.to(port);
                HttpConnection idle = HttpConnection.to(port);
                LoadClient load =
                        LoadClient.start(Load.mixedOn(product.address()).untilRefused())) {
            idle.get("/echo?n=1");
            load.awaitMore(100);
            running.send("GET /sleep?ms=" + RUNNING_MILLIS + "&n=7 HTTP/1.1\r\nHost: test\r\n\r\n");
            load.awaitMore(20);
            product.signal(Signal.KILL);
            awaitRefusal(port);
            assertThat(running.receive().text()).startsWith("n=7 ");
            load.awaitAllRefused(Await.SOON);
            assertOnlyIdleConnectionsWereEnded(load.stop());
            // Not before: a client of the load would come in here.
            awaitBindable(port);
        }
        product.awaitAllGone(DEADMAN);
    }

    /**
     * Nothing that was accepted and runs is cut: what a client may see is that its connection, idle at that moment, ended
     * as it sent the next request. A new connection is served or refused.
     */
    private static void assertOnlyIdleConnectionsWereEnded(Tally tally) {
        assertThat(tally.failures())
                .as("%s", tally)
                .allMatch(failure -> failure.pid() != 0, "on a connection that had been answered on")
                .allMatch(
                        failure -> failure.how() == How.NO_RESPONSE || failure.how() == How.RESET,
                        "ended before the first byte");
        assertThat(tally.failures().stream().map(Tally.Failure::connection))
                .as("%s", tally)
                .doesNotHaveDuplicates();
    }

    @Test
    void killedControllerFreesThePortAlsoWhenAWorkerIsStopped() throws IOException {
        Product product = shop();
        int port = product.port();
        try (HttpConnection running = HttpConnection.to(port)) {
            long serving = pidOf(running.get("/echo?n=1"));
            product.workers().stream()
                    .filter(worker -> worker.pid() != serving)
                    .limit(1)
                    .forEach(worker -> Signal.STOP.to(worker.pid()));
            running.send("GET /sleep?ms=" + RUNNING_MILLIS + "&n=7 HTTP/1.1\r\nHost: test\r\n\r\n");
            product.signal(Signal.KILL);
            assertThat(running.receive().text()).startsWith("n=7 ");
            awaitBindable(port);
        }
        product.awaitAllGone(DEADMAN);
    }

    @Test
    void aControllerThatIsStartedAgainTakesOver() throws IOException {
        Product first = shop();
        int port = first.port();
        first.signal(Signal.KILL);
        Product second = products.product()
                .workers(2, 2)
                .sharingStateWith(first)
                .withoutPort()
                .options("-p", "" + port)
                .application(source("v2"))
                .start();
        try (LoadClient load = LoadClient.start(Load.mixedOn(second.address()))) {
            load.awaitMore(200);
            assertThat(load.stop().failures()).isEmpty();
            assertThat(load.tally().versions()).containsExactly("v2");
        }
        first.awaitAllGone(DEADMAN);
    }

    private static void awaitRefusal(int port) {
        Await.until("port " + port + " refuses connections", PORT_FREE, () -> refuses(port));
    }

    private static boolean refuses(int port) {
        try (HttpConnection connection = HttpConnection.to(port)) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private static void awaitBindable(int port) {
        Await.until("port " + port + " can be bound", PORT_FREE, () -> bindable(port));
    }

    private static boolean bindable(int port) {
        try (ServerSocket listener = new ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress())) {
            // An own connection proves that nobody else listens there, too.
            new Socket(listener.getInetAddress(), port).close();
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    private static long pidOf(Response response) {
        return Long.parseLong(response.text().replaceFirst("(?s).* pid=(\\d+)\\n", "$1"));
    }

    private Product shop() {
        return products.product()
                .workers(3, 4)
                .options("--keep-alive", "2", "--deadman", "" + DEADMAN.toSeconds())
                .application(source("v1"))
                .start();
    }

    private String source(String version) {
        return TestApplications.source(products.folder(), version, OnLoad.NOTHING)
                .toString();
    }
}
