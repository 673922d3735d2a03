// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static spawning.server.netty.ResponseWireTest.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.wsgi.Application;

/** How connections end when the worker is to leave. */
@Timeout(60)
@SuppressWarnings("try") // clients that close before the end of their block
class DrainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void anEngineWithoutConnectionsIsDrainedAtOnce() throws Exception {
        try (Served served = new Served(Apps.text("x"))) {
            served.drained(DrainMode.GRACEFUL);
        }
    }

    @Test
    void aRequestOnAnIdleConnectionIsAnsweredAndIsTheLast() throws Exception {
        try (Served served = new Served(Apps.text("x"));
                Client client = served.connect()) {
            assertThat(client.send(GET).response().header("Connection")).isEqualTo("keep-alive");
            CompletableFuture<Void> drained = drain(served, DrainMode.GRACEFUL);
            assertThatThrownBy(() -> drained.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(client.send(GET).response().header("Connection")).isEqualTo("close");
            assertThat(client.read()).isEqualTo(-1);
            client.close();
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aConnectionThatHasSentNothingYetIsServed() throws Exception {
        try (Served served = new Served(Apps.text("x"));
                Client client = served.connect()) {
            CompletableFuture<Void> drained = drain(served, DrainMode.GRACEFUL);
            Client.Response response = client.send(GET).response();
            assertThat(response.body()).isEqualTo("x");
            assertThat(response.header("Connection")).isEqualTo("close");
            client.close();
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void anIdleConnectionIsWaitedForNoLongerThanItsKeepAlive() throws Exception {
        try (Served served = new Served(Apps.text("x"), limits -> limits.keepAlive(Duration.ofMillis(100)));
                Client client = served.connect()) {
            client.send(GET).response();
            drain(served, DrainMode.GRACEFUL).get(10, TimeUnit.SECONDS);
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void anIdleConnectionIsWaitedForNoLongerThanTheLimit() throws Exception {
        try (Served served = new Served(Apps.text("x"));
                Client client = served.connect()) {
            client.send(GET).response();
            served.stopAccepting();
            served.engine.drain(DrainMode.GRACEFUL, Duration.ofMillis(300)).get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void allRequestsReceivedAreAnsweredAndTheLastSaysSo() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Application application = (environ, start) -> {
            inside.countDown();
            await(go);
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes("x"));
        };
        try (Served served = new Served(application, limits -> limits.threads(1));
                Client client = served.connect()) {
            client.send(GET + GET + GET);
            await(inside);
            CompletableFuture<Void> drained = drain(served, DrainMode.GRACEFUL);
            go.countDown();
            assertThat(client.response().header("Connection")).isEqualTo("keep-alive");
            assertThat(client.response().header("Connection")).isEqualTo("keep-alive");
            assertThat(client.response().header("Connection")).isEqualTo("close");
            assertThat(client.read()).isEqualTo(-1);
            client.close();
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void forcedEndsIdleConnectionsAtOnceAndLetsRunningRequestsFinish() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Application application = (environ, start) -> {
            if (Apps.string(environ, "PATH_INFO").equals("/slow")) {
                inside.countDown();
                await(go);
            }
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes("done"));
        };
        try (Served served = new Served(application);
                Client idle = served.connect();
                Client running = served.connect()) {
            idle.send(GET).response();
            running.get("/slow");
            await(inside);
            CompletableFuture<Void> graceful = drain(served, DrainMode.GRACEFUL);
            CompletableFuture<Void> drained = served.engine.drain(DrainMode.FORCED, Duration.ZERO);
            assertThat(idle.read()).isEqualTo(-1);
            assertThat(drained).isNotDone();
            go.countDown();
            assertThat(running.response().body()).isEqualTo("done");
            running.close();
            drained.get(10, TimeUnit.SECONDS);
            graceful.get(10, TimeUnit.SECONDS);
        }
    }

    /** Requests that race with the end of acceptors and the drain: each gets an answer or a refusal to connect. */
    @Test
    void anEngineThatLeavesUnderLoadLosesNothing() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (Served served = new Served(Apps.text("x"));
                    Served successor = new Served(Apps.text("y"))) {
                CompletableFuture<Integer> lost = CompletableFuture.supplyAsync(() -> lost(served));
                drain(served, DrainMode.GRACEFUL).get(10, TimeUnit.SECONDS);
                assertThat(successor.answer("GET / HTTP/1.0\r\n\r\n")).endsWith("y");
                assertThat(lost.get(20, TimeUnit.SECONDS)).isZero();
            }
        }
    }

    private static int lost(Served served) {
        for (int i = 0; i < 50; i++) {
            try (Client client = served.connect()) {
                client.socket.setSoTimeout(500); // after the stop nobody accepts; what was not accepted is not lost
                String answer = client.send("GET / HTTP/1.0\r\n\r\n").rest();
                if (!answer.endsWith("x")) {
                    return 1;
                }
            } catch (java.net.SocketTimeoutException notAccepted) {
                return 0;
            } catch (java.io.IOException e) {
                return 1;
            }
        }
        return 0;
    }

    @Test
    void closeEndsWhatIsLeftAndClosesTheApplication() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        class Closeable implements Application, AutoCloseable {
            @Override
            public Iterable<byte[]> call(java.util.Map<String, Object> environ, spawning.wsgi.StartResponse start)
                    throws Exception {
                return Apps.text("x").call(environ, start);
            }

            @Override
            public void close() {
                closed.countDown();
            }
        }
        Served served = new Served(new Closeable());
        try (Client client = served.connect()) {
            client.send(GET).response();
            served.close();
            assertThat(closed.getCount()).isZero();
            assertThatThrownBy(() -> {
                        if (client.read() < 0) {
                            throw new java.io.IOException("closed");
                        }
                    })
                    .isInstanceOf(java.io.IOException.class);
        }
        served.engine.close();
    }

    private static CompletableFuture<Void> drain(Served served, DrainMode mode) {
        served.stopAccepting();
        return served.engine.drain(mode, Duration.ZERO);
    }
}
