// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.server.engine.HttpEngine.DrainMode;

/** What clients may count on when Jetty serves them. */
@Timeout(60)
class JettyEngineTest {
    private static final String GET = "GET /x HTTP/1.1\r\nHost: test\r\n\r\n";

    private final CountDownLatch entered = new CountDownLatch(2);
    private final CountDownLatch leave = new CountDownLatch(1);

    /** Answers with the length of the body; waits in /wait until told. */
    private final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (request.getHttpURI().getPath().equals("/wait")) {
                entered.countDown();
                leave.await();
            }
            int length;
            try (var in = Content.Source.asInputStream(request)) {
                length = in.readAllBytes().length;
            }
            response.write(true, ByteBuffer.wrap(("length " + length + "\n").getBytes()), callback);
            return true;
        }
    }

    @Test
    void aRequestIsAnsweredAndItsConnectionKept() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client client = served.connect()) {
            client.send(GET);
            assertThat(client.until("length 0\n"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\nServer: Spawning\r\n", "\r\nKeep-Alive: timeout=1\r\n", "\r\nDate: ");
            client.send("POST /x HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nabcde");
            client.until("length 5\n");
        }
    }

    @Test
    void aLastResponseWithoutALengthIsChunkedSoThatItsEndIsSeen() throws Exception {
        Handler.Abstract stream = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(response, false, "begun", Callback.from(callback::succeeded, callback::failed));
                return true;
            }
        };
        try (Served served = Served.tcp(stream, 2)) {
            assertThat(served.answer("GET /x HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"))
                    .contains("\r\nTransfer-Encoding: chunked\r\n", "\r\nConnection: close\r\n")
                    .endsWith("5\r\nbegun\r\n0\r\n\r\n");
        }
    }

    @Test
    void unixSocketsAreServed(@TempDir Path folder) throws Exception {
        try (Served served = Served.unix(new Echo(), folder.resolve("a.sock"));
                Client client = served.connect()) {
            client.send(GET);
            client.until("length 0\n");
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2)) {
            String known =
                    served.answer("POST /x HTTP/1.1\r\nHost: test\r\nContent-Length: 1001\r\nConnection: close\r\n\r\n"
                            + "a".repeat(1001));
            assertThat(known).startsWith("HTTP/1.1 413 ");
            String chunked = served.answer("POST /x HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n"
                    + "Connection: close\r\n\r\n3e9\r\n" + "a".repeat(1001) + "\r\n0\r\n\r\n");
            assertThat(chunked).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aHeaderOverTheLimitIsRefused() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2)) {
            assertThat(served.answer("GET /x HTTP/1.1\r\nHost: test\r\nX: " + "a".repeat(4000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void aHeadThatDoesNotEndIsAnsweredWithATimeout() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2)) {
            assertThat(served.answer("GET /x HTTP/1.1\r\nHost: te")).startsWith("HTTP/1.1 408 ");
            assertThat(served.answer("")).as("nothing was sent").isEmpty();
        }
    }

    @Test
    void anIdleConnectionIsKeptTwoSecondsLongerThanPromised() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client client = served.connect()) {
            client.send(GET);
            client.until("length 0\n");
            long answered = System.nanoTime();
            client.rest();
            assertThat(Duration.ofNanos(System.nanoTime() - answered)).isGreaterThan(Duration.ofMillis(2900));
        }
    }

    @Test
    void aWorkerWhoseThreadsAreBusyIsFullAndSaysWhenItIsNot() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client one = served.connect();
                Client other = served.connect()) {
            assertThat(served.engine.full()).isFalse();
            one.send("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n");
            other.send("GET /wait?secret HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(served.engine.full()).isTrue();
            assertThat(served.engine.underWay())
                    .hasSize(2)
                    .allMatch(request -> request.line().equals("GET /wait") && request.thread() != null);
            CountDownLatch room = new CountDownLatch(1);
            served.engine.onRoomChange(room::countDown);
            leave.countDown();
            assertThat(room.await(20, TimeUnit.SECONDS)).isTrue();
            one.until("length 0\n");
            other.until("length 0\n");
            while (!served.engine.underWay().isEmpty()) {
                Thread.onSpinWait(); // the client may see the end before we note it
            }
        }
    }

    @Test
    void aDrainAnswersWhatWasReceivedAndLetsIdleClientsFinish() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client idle = served.connect();
                Client busy = served.connect()) {
            idle.send(GET);
            idle.until("length 0\n");
            busy.send("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n" + GET);
            while (entered.getCount() == 2) {
                Thread.onSpinWait(); // it comes, or the test's own limit ends this
            }
            served.acceptor.stop(true);
            var drained = served.engine.drain(DrainMode.GRACEFUL, Duration.ZERO);
            leave.countDown();
            String both = busy.rest();
            assertThat(both.split("length 0\n", -1))
                    .as("pipelined requests: %s", both)
                    .hasSize(3);
            idle.send(GET);
            assertThat(idle.rest()).endsWith("length 0\n").contains("\r\nConnection: close\r\n");
            busy.close();
            idle.close();
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aForcedDrainEndsIdleConnectionsAtOnce() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client idle = served.connect()) {
            idle.send(GET);
            idle.until("length 0\n");
            served.acceptor.stop(true);
            long begun = System.nanoTime();
            served.engine.drain(DrainMode.FORCED, Duration.ZERO).get(20, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            idle.rest();
        }
    }

    @Test
    void withoutALimitRequestsRunOnVirtualThreads() throws Exception {
        try (Served served = Served.tcp(new Echo(), 0);
                Client client = served.connect()) {
            client.send("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n");
            while (entered.getCount() == 2) {
                Thread.onSpinWait();
            }
            assertThat(served.engine.underWay().getFirst().thread())
                    .matches(thread -> thread != null && thread.isVirtual());
            leave.countDown();
            client.until("length 0\n");
        }
    }

    /** Says whether its thread was interrupted, and interrupts it. */
    private static final class Interrupting extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String was = "interrupted " + Thread.interrupted() + "\n";
            response.write(true, ByteBuffer.wrap(was.getBytes()), callback);
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Test
    void anInterruptThatARequestLeftBehindIsNotTheNextOnes() throws Exception {
        try (Served served = Served.tcp(new Interrupting(), 1);
                Client one = served.connect();
                Client other = served.connect()) {
            for (int i = 0; i < 20; i++) {
                one.send(GET + GET);
                other.send(GET);
            }
            one.send("GET /x HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            other.send("GET /x HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            assertThat(one.rest() + other.rest())
                    .contains("interrupted false\n")
                    .doesNotContain("interrupted true\n");
        }
    }
}
