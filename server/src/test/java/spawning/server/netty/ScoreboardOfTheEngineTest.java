// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Flight;
import spawning.protocol.scoreboard.ScoreboardView;
import spawning.server.engine.HttpEngine.DrainMode;

/** What the controller sees of requests. */
class ScoreboardOfTheEngineTest {
    private static final String GET = "GET /report?key=secret HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void aRequestIsOnItWhileItsThreadRuns() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicLong thread = new AtomicLong();
        try (Served served = new Served((environ, start) -> {
            thread.set(Thread.currentThread().threadId());
            entered.countDown();
            assertThat(leave.await(20, SECONDS)).isTrue();
            start.start("200 OK", List.of());
            return List.of();
        })) {
            ScoreboardView view = served.scoreboard.view();
            try (Client client = served.connect()) {
                client.send(GET);
                assertThat(entered.await(20, SECONDS)).isTrue();

                Flight flight = view.flights().getFirst();
                assertThat(flight.line()).isEqualTo("GET /report");
                assertThat(flight.threadId()).isEqualTo(thread.get());
                assertThat(System.nanoTime() - flight.startNanos()).isPositive();
                assertThat(view.count(Counter.CONNECTIONS_OPENED)).isEqualTo(1);

                leave.countDown();
                assertThat(client.rest()).startsWith("HTTP/1.1 200");
            }
            served.drained(DrainMode.GRACEFUL);
            awaitEnd(view);
            assertThat(view.flights()).isEmpty();
            assertThat(view.count(Counter.REQUESTS)).isEqualTo(1);
            assertThat(view.count(Counter.ANSWERED)).isEqualTo(1);
            assertThat(view.count(Counter.FAILED)).isZero();
            assertThat(view.count(Counter.CONNECTIONS_CLOSED)).isEqualTo(1);
        }
    }

    /** The client has the response before the thread has left the application. */
    private static void awaitEnd(ScoreboardView view) {
        long deadline = System.nanoTime() + SECONDS.toNanos(20);
        while (view.inFlight() > 0 && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
        assertThat(view.inFlight()).isZero();
    }

    @Test
    void aFailureIsCounted() throws Exception {
        try (Served served = new Served((environ, start) -> {
            throw new IllegalStateException("as asked");
        })) {
            assertThat(served.answer(GET)).startsWith("HTTP/1.1 500");
            awaitEnd(served.scoreboard.view());
            assertThat(served.scoreboard.view().count(Counter.FAILED)).isEqualTo(1);
        }
    }
}
