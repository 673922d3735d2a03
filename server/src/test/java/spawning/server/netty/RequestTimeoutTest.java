// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.server.netty.ResponseWireTest.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.protocol.scoreboard.Counter;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.wsgi.Application;
import spawning.wsgi.RequestTimeout;

/** An application that takes too long. */
@Timeout(60)
class RequestTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String GET = "GET /slow?q=1 HTTP/1.1\r\nHost: a\r\n\r\n";

    private final CountDownLatch leave = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();

    /** Answers when it is let go, and notes what came of that. */
    private Application waiting() {
        return (environ, start) -> {
            await(leave);
            try {
                start.start("200 OK", List.of()).write("late".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                return List.of();
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
        };
    }

    private static void until(BooleanSupplier done) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void aRequestThatIsNotAnsweredGets503AndTheThreadIsNamedAsStuck() throws Exception {
        try (Served served = new Served(waiting(), limits -> limits.requestTimeout(SHORT))) {
            assertThat(served.answer(GET))
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("Connection: close");
            assertThat(served.scoreboard.view().count(Counter.TIMED_OUT)).isEqualTo(1);
            assertThat(served.scoreboard.view().flights())
                    .as("its thread is busy still")
                    .hasSize(1);

            until(() -> !served.stuck.isEmpty());
            assertThat(served.stuck.peek())
                    .matches("GET /slow has run for \\d+ ms \\(request timeout 200 ms\\) \\(request [0-9a-f]{8}-1\\)");

            leave.countDown();
            until(() -> seen.get() != null);
            assertThat(seen.get()).hasMessageContaining("answered 503");
            until(() -> served.scoreboard.view().inFlight() == 0);
        }
    }

    @Test
    void aThreadThatComesFreeByItselfIsNotStuck() throws Exception {
        try (Served served = new Served(waiting(), limits -> limits.requestTimeout(SHORT))) {
            assertThat(served.answer(GET)).startsWith("HTTP/1.1 503 ");
            leave.countDown();
            until(() -> served.scoreboard.view().inFlight() == 0);
            served.drained(DrainMode.GRACEFUL);
            assertThat(served.stuck).isEmpty();
        }
    }

    @Test
    void aRequestWhoseClientWasAnsweredDoesNotHoldUpTheDrain() throws Exception {
        try (Served served = new Served(waiting(), limits -> limits.requestTimeout(SHORT))) {
            assertThat(served.answer(GET)).startsWith("HTTP/1.1 503 ");
            served.drained(DrainMode.GRACEFUL);
            assertThat(served.scoreboard.view().inFlight()).isEqualTo(1);
        } finally {
            leave.countDown();
        }
    }

    @Test
    void theNextRequestsOfOtherClientsAreServed() throws Exception {
        Application application = (environ, start) -> {
            if (environ.get("PATH_INFO").equals("/slow")) {
                await(leave);
            }
            start.start("200 OK", List.of());
            return List.of();
        };
        try (Served served = new Served(application, limits -> limits.requestTimeout(SHORT))) {
            assertThat(served.answer(GET)).startsWith("HTTP/1.1 503 ");
            for (int i = 0; i < 20; i++) {
                assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 200 ");
            }
        } finally {
            leave.countDown();
        }
    }

    @Test
    void aRequestThatWaitsForAThreadIsAnsweredInTimeAndNeverRun() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicReference<@Nullable Object> ran = new AtomicReference<>();
        Application application = (environ, start) -> {
            if (environ.get("PATH_INFO").equals("/second")) {
                ran.set(environ);
            }
            if (!environ.get("PATH_INFO").equals("/")) {
                entered.countDown();
                await(leave);
            }
            start.start("200 OK", List.of());
            return List.of();
        };
        try (Served served = new Served(application, limits -> limits.threads(1).requestTimeout(SHORT));
                Client first = served.connect();
                Client second = served.connect()) {
            second.get("/");
            assertThat(second.line()).startsWith("HTTP/1.1 200 "); // a worker without a free thread takes no connection
            first.send(GET);
            await(entered);
            second.get("/second");
            assertThat(second.rest()).contains("HTTP/1.1 503 ");
            assertThat(first.rest()).startsWith("HTTP/1.1 503 ");
            leave.countDown();
            until(() -> served.scoreboard.view().inFlight() == 0);
            assertThat(ran.get()).isNull();
        }
    }

    @Test
    void aHandlerMayAskForMoreTime() throws Exception {
        Application application = (environ, start) -> {
            ((RequestTimeout) environ.get("spawning.request_timeout")).extend(Duration.ofSeconds(20));
            assertThat(leave.await(600, TimeUnit.MILLISECONDS)).isFalse();
            start.start("200 OK", List.of());
            return List.of();
        };
        try (Served served = new Served(application, limits -> limits.requestTimeout(SHORT))) {
            assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(served.scoreboard.view().count(Counter.TIMED_OUT)).isZero();
        }
    }

    @Test
    void aResponseThatGoesOnMayTakeAnyTimeAndOneThatFallsSilentIsCutOff() throws Exception {
        Application application = (environ, start) -> {
            start.start("200 OK", List.of());
            boolean fallsSilent = environ.get("PATH_INFO").equals("/silent");
            return () -> pieces(fallsSilent);
        };
        try (Served served = new Served(application, limits -> limits.requestTimeout(Duration.ofMillis(600)));
                Client client = served.connect()) {
            assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .endsWith("0\r\n\r\n");
            client.send("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n");
            org.assertj.core.api.Assertions.assertThatThrownBy(client::rest)
                    .isInstanceOf(java.net.SocketException.class);
        } finally {
            leave.countDown();
        }
    }

    /** Ten pieces, 100 ms apart. */
    private Iterator<byte[]> pieces(boolean fallsSilent) {
        return new Iterator<>() {
            private int n;

            @Override
            public boolean hasNext() {
                return n < 10;
            }

            @Override
            public byte[] next() {
                n++;
                try {
                    var _ = leave.await(fallsSilent && n == 3 ? 20_000 : 100, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new byte[] {'x'};
            }
        };
    }

    @Test
    void aClientThatSendsItsBodySlowlyIsNotTheApplicationsFault() throws Exception {
        Application application = (environ, start) -> {
            byte[] body = ((java.io.InputStream) environ.get("wsgi.input")).readAllBytes();
            start.start("200 OK", List.of());
            return List.of(body);
        };
        try (Served served = new Served(application, limits -> limits.requestTimeout(SHORT));
                Client client = served.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nConnection: close\r\n\r\n");
            for (int i = 0; i < 6; i++) {
                assertThat(leave.await(100, TimeUnit.MILLISECONDS)).isFalse();
                client.send("x");
            }
            assertThat(client.rest()).startsWith("HTTP/1.1 200 ").endsWith("xxxxxx");
        }
    }

    @Test
    void withoutALimitNobodyIsLate() throws Exception {
        try (Served served = new Served((environ, start) -> {
            ((RequestTimeout) environ.get("spawning.request_timeout")).extend(Duration.ofMillis(1));
            assertThat(leave.await(300, TimeUnit.MILLISECONDS)).isFalse();
            start.start("200 OK", List.of());
            return List.of();
        })) {
            assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }
}
