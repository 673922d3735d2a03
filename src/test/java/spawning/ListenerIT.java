// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Launcher;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** Where can clients come in? */
class ListenerIT {
    /** From the end of the last worker that had a listener to the listener's. */
    private static final Duration CLOSED = Duration.ofSeconds(5);

    @RegisterExtension
    final Products products = new Products();

    @Test
    void everyBindIsServedAlsoAfterAReload() throws IOException {
        int port = freePort();
        Path socket = products.folder().resolve("shop.sock");
        Product product = shop().options("--bind", "0.0.0.0:" + port, "--bind", "[::]:" + port)
                .options("--bind", "unix:" + socket + "?mode=0600")
                .start();
        assertAllAnswer(port, socket, 1);
        assertThat(Files.getPosixFilePermissions(socket)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        product.reload(2);
        product.awaitOnly(2, 2);
        assertAllAnswer(port, socket, 2);
        assertThat(product.stop()).isZero();
        assertThat(socket).doesNotExist();
    }

    @Test
    void theClientsAddressIsItsOwn() throws IOException {
        int port = freePort();
        shop().options("--bind", "0.0.0.0:" + port, "--bind", "[::]:" + port).start();
        assertThat(text("127.0.0.1", port, "/environ?key=REMOTE_ADDR")).isEqualTo("127.0.0.1\n");
        assertThat(text("::1", port, "/environ?key=SERVER_NAME")).isEqualTo("[::1]\n");
        assertThat(text("::1", port, "/environ?key=REMOTE_ADDR")).isEqualTo("::1\n");
        assertThat(text("127.0.0.1", port, "/environ?key=SERVER_PORT")).isEqualTo(port + "\n");
    }

    @Test
    void anInheritedListenerIsServedAndLeftOpen() throws IOException {
        Product product = shop().options("--bind", "fd://3")
                .launched(Launcher.heldByParent())
                .start();
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").text()).contains(" generation=1 ");
        product.reload(2);
        product.awaitOnly(2, 2);
        assertThat(HttpConnection.get(product.port(), "/echo?n=2").text()).contains(" generation=2 ");
        int port = product.port();
        product.signal(Signal.TERM);
        product.log().await(LogLines.HOLDER_ALONE, Await.SOON);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("held\n");
        }
        assertThat(product.awaitExit(Await.SOON)).isZero();
    }

    @Test
    void aReloadWithOtherBindsKeepsTheCommonOneUnderLoad() throws IOException {
        int kept = freePort();
        int dropped = freePort();
        int added = freePort();
        Product product = shop().options("--config", config(kept, dropped)).start();
        assertThat(generation(dropped)).isEqualTo(1);
        try (LoadClient load = LoadClient.start(Load.mixedOn(loopback(kept)))) {
            load.awaitMore(100);
            config(kept, added);
            product.reload(2);
            assertThat(generation(added)).isEqualTo(2);
            product.awaitOnly(2, 2);
            Await.until("port " + dropped + " refuses connections", CLOSED, () -> refuses(dropped));
            load.awaitMore(200);
            assertNoFailure(load.stop());
        }
        assertThat(generation(kept)).isEqualTo(2);
    }

    @Test
    @LongRun
    void aReloadWhoseNewBindIsTakenIsRefused() throws IOException {
        int kept = freePort();
        Product product = shop().options("--config", config(kept)).start();
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LoadClient load = LoadClient.start(Load.mixedOn(loopback(kept)))) {
            load.awaitMore(100);
            config(kept, holder.getLocalPort());
            product.signal(Signal.HUP);
            String why = holder.getLocalPort() + ".*"
                    + LogLines.heldBy(ProcessHandle.current().pid());
            product.log().await(LogLines.failed(2, why), Await.SOON);
            product.awaitOnly(2, 1);
            load.awaitMore(200);
            assertNoFailure(load.stop());
        }
        assertThat(generation(kept)).isEqualTo(1);
    }

    /** Writes the configuration file anew, with these ports, and returns its name. */
    private String config(int... ports) throws IOException {
        List<String> lines =
                IntStream.of(ports).mapToObj(port -> "bind = 127.0.0.1:" + port).toList();
        return Files.write(products.folder().resolve("spawning.conf"), lines).toString();
    }

    private static int generation(int port) throws IOException {
        String text = HttpConnection.get(port, "/echo?n=1").text();
        return Integer.parseInt(text.replaceFirst("(?s).* generation=(\\d+) .*", "$1"));
    }

    private static boolean refuses(int port) {
        try (HttpConnection connection = HttpConnection.to(port)) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private static void assertNoFailure(Tally tally) {
        assertThat(tally.failures()).as("%s", tally).isEmpty();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    @LongRun
    void aStaleSocketFileIsReplacedAndALiveOneIsNot() throws IOException {
        Path socket = products.folder().resolve("shop.sock");
        try (var dead = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(java.net.UnixDomainSocketAddress.of(socket));
        }
        shop().options("--bind", "unix:" + socket).start();
        try (HttpConnection connection = HttpConnection.to(socket)) {
            assertThat(connection.get("/echo?n=1").status()).isEqualTo(200);
        }
        Product second = shop().options("--bind", "unix:" + socket).launch();
        assertThat(second.awaitExit(Await.SOON)).isEqualTo(3);
        try (HttpConnection connection = HttpConnection.to(socket)) {
            assertThat(connection.get("/echo?n=2").status()).isEqualTo(200);
        }
    }

    private static void assertAllAnswer(int port, Path socket, int generation) throws IOException {
        for (String host : Set.of("127.0.0.1", "::1")) {
            assertThat(text(host, port, "/echo?n=1")).as(host).contains(" generation=" + generation + " ");
        }
        try (HttpConnection connection = HttpConnection.to(socket)) {
            assertThat(connection.get("/echo?n=1").text()).contains(" generation=" + generation + " ");
        }
    }

    private static String text(String host, int port, String target) throws IOException {
        try (HttpConnection connection = HttpConnection.to(new InetSocketAddress(InetAddress.getByName(host), port))) {
            return connection.get(target).text();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private ProductBuilder shop() {
        return products.product()
                .withoutPort()
                .workers(2, 2)
                .options("--keep-alive", "2")
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString());
    }
}
