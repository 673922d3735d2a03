// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.SocketClient;
import spawning.harness.TestApplications;

/** Do WebSockets work, and end well when their worker does? */
class WebSocketIT {
    private static final int CLIENTS = 8;
    private static final int WINDOW = 5;
    private static final int RELOADS = Scale.of(20);

    @RegisterExtension
    final Products products = new Products();

    /** Talks until told to stop, and connects again whenever it is told to go away. */
    private final class Talk {
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicInteger echoes = new AtomicInteger();
        final AtomicInteger reconnects = new AtomicInteger();

        /** Returns when it was told to stop; throws at anything but echoes in order and closes with 1001. */
        Void run(int port) throws IOException {
            try (SocketClient client = new SocketClient()) {
                client.connect(port);
                int sent = 0;
                int received = 0;
                while (!stop.get()) {
                    while (sent < received + WINDOW) {
                        try {
                            client.send("n" + sent++);
                        } catch (IOException e) {
                            break; // it has closed; next() says how
                        }
                    }
                    String next = client.next();
                    if (next.equals("closed 1001")) {
                        client.connect(port);
                        reconnects.incrementAndGet();
                        sent = received;
                    } else if (next.endsWith(" n" + received)) {
                        received++;
                        echoes.incrementAndGet();
                    } else {
                        throw new IOException("instead of the echo of n" + received + ": " + next);
                    }
                }
                return null;
            }
        }
    }

    @Test
    void reloadsUnderTrafficEndWebSocketsWith1001AndNoneIsCutOrRefused() throws Exception {
        Path classes = classes("v1");
        Product product = start(classes, 2);
        Talk talk = new Talk();
        List<Future<?>> clients = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(threads.submit(() -> talk.run(product.port())));
                }
                for (int generation = 2; generation < 2 + RELOADS; generation++) {
                    awaitEchoes(talk, talk.echoes.get() + 200, clients);
                    TestApplications.webSocket(classes, "v" + generation);
                    product.reload(generation);
                    product.awaitOnly(2, generation);
                }
                awaitEchoes(talk, talk.echoes.get() + 200, clients);
            } finally {
                talk.stop.set(true);
            }
            for (Future<?> client : clients) {
                var _ = client.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(talk.reconnects.get()).as("told to go away").isGreaterThanOrEqualTo(RELOADS);
    }

    private static void awaitEchoes(Talk talk, int count, List<Future<?>> clients) {
        Await.until(
                "echoes",
                Await.SOON,
                () -> talk.echoes.get() >= count || clients.stream().anyMatch(Future::isDone));
    }

    @Test
    void aMessageThatIsHandledIsAnsweredBeforeAStopAndTheStopDoesNotHang() throws IOException {
        Product product = start(classes("v1"), 2);
        try (SocketClient client = new SocketClient();
                SocketClient idle = new SocketClient()) {
            client.connect(product.port());
            idle.connect(product.port());
            client.send("first");
            assertThat(client.next()).isEqualTo("v1 first");
            client.send("slow");
            product.signal(Signal.TERM);
            assertThat(client.next()).isEqualTo("v1 slow");
            assertThat(client.next()).isEqualTo("closed 1001");
            assertThat(idle.next()).isEqualTo("closed 1001");
            assertThat(product.awaitExit(Await.SOON)).isZero();
        }
        assertThat(product.log().has(LogLines.SOCKET_CLOSED_1001)).isTrue();
    }

    @Test
    void anEndpointOfAWarIsServedAndItsUpgradeIsLogged() throws IOException {
        Path root = products.folder("root");
        TestApplications.webSocket(Files.createDirectories(root.resolve("WEB-INF/classes")), "v1");
        Path war = products.folder().resolve("socket.war");
        TestApplications.pack(root, war);
        Product product = products.product()
                .workers(1, 2)
                .withAccessLog()
                .application(war.toString())
                .start();
        try (SocketClient client = new SocketClient()) {
            client.connect(product.port());
            client.send("a".repeat(60_000));
            assertThat(client.next()).isEqualTo("v1 " + "a".repeat(60_000));
        }
        assertThat(HttpConnection.get(product.port(), "/socket").status()).isEqualTo(404);
        product.log().await(LogLines.SOCKET_UPGRADED, Await.SOON);
    }

    private Path classes(String version) {
        Path classes = TestApplications.servlet(products.folder("classes"), version);
        return TestApplications.webSocket(classes, version);
    }

    private Product start(Path classes, int workers) {
        return products.product()
                .workers(workers, 4)
                .options("--factory", "servlet", "--keep-alive", "2", "--classpath", classes.toString())
                .application(TestApplications.SERVLET)
                .start();
    }
}
