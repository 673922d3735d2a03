// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.scoreboard.Counter;
import spawning.wsgi.Application;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.RequestTimeout;

/** The request timeout runs while it is the application's turn, and only then. */
@Timeout(60)
class WhoseTurnTest {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final int PIECE = 32_768;

    private final CountDownLatch never = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private void pause(long millis) throws InterruptedException {
        assertThat(never.await(millis, TimeUnit.MILLISECONDS)).isFalse();
    }

    private static InputStream body(java.util.Map<String, Object> environ) {
        return (InputStream) environ.get("wsgi.input");
    }

    @Test
    void anUploadThatIsTakenPieceByPieceMayTakeAnyTime() throws Exception {
        int size = 40 * PIECE;
        Application application = (environ, start) -> {
            int count = 0;
            byte[] piece = body(environ).readNBytes(PIECE);
            while (piece.length > 0) {
                count += piece.length;
                pause(30);
                piece = body(environ).readNBytes(PIECE);
            }
            start.start("200 OK", List.of());
            return List.of(Apps.bytes("got " + count));
        };
        try (Served served = new Served(
                        application, limits -> limits.requestTimeout(LIMIT).maxBody(size));
                Client client = served.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + size + "\r\n\r\n");
            client.send("x".repeat(size));
            assertThat(client.rest()).startsWith("HTTP/1.1 200 ").endsWith("got " + size);
        }
    }

    @Test
    void aFileThatTheClientTakesSlowlyIsNotTheApplicationsFault() throws Exception {
        int size = 12 << 20;
        Path file = Files.write(folder.resolve("file"), new byte[size]);
        Application application = (environ, start) -> {
            start.start("200 OK", List.of());
            return ((FileWrapper) environ.get("wsgi.file_wrapper")).wrap(file);
        };
        try (Served served = new Served(application, limits -> limits.requestTimeout(LIMIT));
                Client client = new Client(served.loopback.address(), 65_536)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String head = client.exactly(8192);
            pause(LIMIT.toMillis() * 4);
            assertThat(head.length() + client.rest().length()).isGreaterThan(size);
            assertThat(served.scoreboard.view().count(Counter.TIMED_OUT)).isZero();
        }
    }

    @Test
    void aClientThatSendsSlowlyWhatTheResponseIsMadeOfIsNotTheApplicationsFault() throws Exception {
        Application application = (environ, start) -> {
            var out = start.start("200 OK", List.of());
            out.write(Apps.bytes("begun,"));
            return List.of(body(environ).readAllBytes());
        };
        try (Served served = new Served(application, limits -> limits.requestTimeout(LIMIT));
                Client client = served.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\nConnection: close\r\n\r\n");
            for (int i = 0; i < 8; i++) {
                pause(100);
                client.send("x");
            }
            assertThat(client.rest()).contains("begun,").contains("xxxxxxxx").endsWith("0\r\n\r\n");
        }
    }

    @Test
    void whoAsksForAllTheTimeThereIsGetsIt() throws Exception {
        Application application = (environ, start) -> {
            ((RequestTimeout) environ.get("spawning.request_timeout")).extend(ChronoUnit.FOREVER.getDuration());
            pause(LIMIT.toMillis() * 3);
            start.start("200 OK", List.of());
            return List.of();
        };
        try (Served served = new Served(application, limits -> limits.requestTimeout(LIMIT))) {
            assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whatCameOfBodiesWhoseRequestsNeverRanIsFreed() throws Exception {
        long first = 0;
        long last = 0;
        for (int round = 0; round < 4; round++) {
            letRequestsWaitInVain(4, 32);
            last = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                    .metric()
                    .usedDirectMemory();
            first = round == 0 ? last : first;
        }
        assertThat(last - first).as("2 MB a round came").isLessThan(3 << 20);
    }

    private static void letRequestsWaitInVain(int threads, int waiting) throws IOException {
        CountDownLatch leave = new CountDownLatch(1);
        Application application = (environ, start) -> {
            if (!environ.get("PATH_INFO").equals("/")) {
                ResponseWireTest.await(leave);
            }
            start.start("200 OK", List.of());
            return List.of();
        };
        List<Client> clients = new ArrayList<>();
        try (Served served = new Served(
                application,
                limits -> limits.threads(threads).requestTimeout(LIMIT).maxBody(1 << 20))) {
            for (int i = 0; i < threads + waiting; i++) {
                clients.add(served.connect().get("/"));
                clients.get(i).response();
            }
            for (Client client : clients) {
                client.send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(60_000));
            }
            for (Client client : clients) {
                assertThat(client.rest()).startsWith("HTTP/1.1 503 ");
                client.close();
            }
            leave.countDown();
            while (served.scoreboard.view().inFlight() > 0) {
                LockSupport.parkNanos(1_000_000); // the class's time limit is its end
            }
            assertThat(served.scoreboard.view().count(Counter.FAILED)).isEqualTo(threads + waiting);
        } finally {
            leave.countDown();
        }
    }
}
