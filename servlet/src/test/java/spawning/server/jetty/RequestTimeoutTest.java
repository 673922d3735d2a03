// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.log.LogFormat;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Flight;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.log.AccessLog;
import spawning.server.log.Place;

/** An application that takes too long, on the Jetty engine. */
@Timeout(60)
class RequestTimeoutTest {
    private static final Duration LIMIT = Duration.ofMillis(400);

    private final CountDownLatch leave = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        leave.countDown();
    }

    /** /slow waits to be let go; /begun does so after it has begun to answer; /asks has asked for more time, and takes some. */
    private final class Slow extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            switch (request.getHttpURI().getPath()) {
                case "/slow" -> await();
                case "/begun" -> {
                    Content.Sink.write(response, false, "begun", Callback.NOOP);
                    await();
                }
                case "/asks" -> {
                    @SuppressWarnings("unchecked")
                    var timeout = (Consumer<Duration>) request.getAttribute("spawning.request_timeout");
                    timeout.accept(Duration.ofSeconds(20));
                    assertThat(leave.await(1200, TimeUnit.MILLISECONDS)).isFalse();
                }
                default -> Content.Source.consumeAll(request);
            }
            Content.Sink.write(response, true, "done", callback);
            return true;
        }

        private void await() throws InterruptedException {
            assertThat(leave.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String get(String path) {
        return "GET " + path + "?key=secret HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
    }

    private static void until(BooleanSupplier done) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void aRequestThatIsNotAnsweredGets503AndTheThreadIsNamedAsStuckAndOthersAreServed() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2, LIMIT)) {
            assertThat(served.answer(get("/slow"))).startsWith("HTTP/1.1 503 ").contains("Connection: close");
            assertThat(served.scoreboard.view().count(Counter.TIMED_OUT)).isEqualTo(1);
            assertThat(served.scoreboard.view().flights())
                    .as("its thread is busy still")
                    .extracting(Flight::line)
                    .containsExactly("GET /slow");
            for (int i = 0; i < 10; i++) {
                assertThat(served.answer(get("/"))).startsWith("HTTP/1.1 200 ");
            }
            until(() -> !served.stuck.isEmpty());
            assertThat(served.stuck.peek())
                    .startsWith("GET /slow has run for ")
                    .containsPattern("\\(request timeout 400 ms\\) \\(request [0-9a-f]{8}-1\\)$");

            leave.countDown();
            until(() -> served.scoreboard.view().inFlight() == 0);
        }
    }

    @Test
    void aRequestWhoseClientWasAnsweredDoesNotHoldUpTheDrain() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2, LIMIT)) {
            assertThat(served.answer(get("/slow"))).startsWith("HTTP/1.1 503 ");
            served.acceptor.stop(false);
            served.engine.drain(DrainMode.GRACEFUL, Duration.ZERO).get(20, TimeUnit.SECONDS);
            assertThat(served.scoreboard.view().inFlight()).isEqualTo(1);
        }
    }

    @Test
    void aResponseThatFallsSilentIsCutOff() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2, LIMIT)) {
            String cut = served.answer(get("/begun"));
            assertThat(cut)
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotEndWith("0\r\n\r\n")
                    .doesNotContain("done");
        }
    }

    @Test
    void aThreadThatDoesNotComeFreeIsNamedAgainAndAgainAlthoughItsConnectionIsGone() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2, LIMIT)) {
            assertThat(served.answer(get("/begun"))).startsWith("HTTP/1.1 200 ");
            until(() -> served.scoreboard.view().count(Counter.CONNECTIONS_CLOSED) == 1);
            until(() -> served.stuck.size() == 2);
            assertThat(served.stuck).allMatch(what -> what.startsWith("GET /begun has run for "));
        }
    }

    @Test
    void aLateRequestIsLoggedOnceAsItsClientSawIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("access.log");
        AccessLog log =
                AccessLog.open(file.toString(), LogFormat.parse("spawning"), new Place(1, 7, 4711), lines -> {});
        try (Served served = Served.tcp(new Slow(), 2, LIMIT, log)) {
            assertThat(served.answer(get("/slow"))).startsWith("HTTP/1.1 503 ");
            leave.countDown();
            until(() -> served.scoreboard.view().inFlight() == 0);
            assertThat(served.scoreboard.view().count(Counter.FAILED)).isEqualTo(1);
            until(() -> file.toFile().length() > 0); // by another thread than the client's answer
        } finally {
            log.close();
        }
        assertThat(Files.readAllLines(file)).singleElement().asString().contains(" 503 ");
    }

    @Test
    void aRequestThatHasEndedDoesNotWriteToThePlaceOfAnother() {
        Scoreboard scoreboard = Scoreboard.unread();
        Request request = (Request) Proxy.newProxyInstance(
                Request.class.getClassLoader(),
                new Class<?>[] {Request.class},
                (self, method, arguments) -> method.getName().equals("getHttpURI") ? HttpURI.from("/a") : "GET");
        Answering first = Answering.of(request, scoreboard, LIMIT);
        first.ended(200);
        Answering second = Answering.of(request, scoreboard, LIMIT);
        first.runsOn(Thread.currentThread()); // as a listener of its AsyncContext does
        assertThat(scoreboard.view().flights())
                .singleElement()
                .extracting(Flight::threadId)
                .isEqualTo(0L);
        second.ended(200);
    }

    @Test
    void aHandlerMayAskForMoreTime() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2, LIMIT)) {
            assertThat(served.answer(get("/asks"))).startsWith("HTTP/1.1 200 ").endsWith("done");
            assertThat(served.scoreboard.view().count(Counter.TIMED_OUT)).isZero();
        }
    }

    @Test
    void aClientThatSendsItsBodySlowlyIsNotTheApplicationsFault() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2, LIMIT);
                Client client = served.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 8\r\nConnection: close\r\n\r\n");
            for (int i = 0; i < 8; i++) {
                assertThat(leave.await(200, TimeUnit.MILLISECONDS)).isFalse();
                client.send("x");
            }
            assertThat(client.rest()).startsWith("HTTP/1.1 200 ");
        }
    }
}
