// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Launcher;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What do Ctrl-C, a closed terminal and nohup do? */
class TerminalIT {
    private static final int CTRL_C = 3;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void ctrlCUnderLoadFailsNoRequest() throws IOException {
        Product product = shop(Launcher.inTerminal());
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).untilRefused())) {
            load.awaitMore(300);
            product.input().write(CTRL_C);
            product.input().flush();
            assertThat(product.awaitExit(Await.SOON)).isZero();
            load.awaitAllRefused(Await.SOON);
            Tally tally = load.tally();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        product.awaitAllGone(Await.SOON);
    }

    @Test
    void aClosedTerminalIsAGracefulStop() throws IOException {
        Product product = shop(Launcher.inTerminal());
        try (HttpConnection running = HttpConnection.to(product.port())) {
            running.get("/echo?n=1");
            running.send("GET /sleep?ms=1500&n=7 HTTP/1.1\r\nHost: test\r\n\r\n");
            Signal.KILL.to(product.launchedPid());
            assertThat(running.receive().text()).startsWith("n=7 ");
        }
        product.awaitAllGone(Await.SOON);
    }

    @Test
    void underNohupHupReloads() {
        Product product = shop(Launcher.underNohup());
        product.reload(2);
        product.awaitOnly(2, 2);
        assertThat(product.stop()).isZero();
    }

    private Product shop(Launcher launcher) {
        return products.product()
                .launched(launcher)
                .workers(2, 4)
                .options("--keep-alive", "2")
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
    }
}
