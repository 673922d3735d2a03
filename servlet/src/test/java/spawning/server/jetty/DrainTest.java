// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import spawning.server.engine.HttpEngine.DrainMode;

/** What a drain finds clients doing, and that none of them is cut. */
@Timeout(60)
class DrainTest {
    private static final String GET = "GET /x HTTP/1.1\r\nHost: test\r\n\r\n";
    private static final String POST = "POST /x HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n";
    private static final String LAST = "\r\nConnection: close\r\n";

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    /** Answers with the body; in /stream says "begun" first, and waits between the two. */
    private final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            entered.countDown();
            if (request.getHttpURI().getPath().equals("/stream")) {
                try (Blocker.Callback begun = Blocker.callback()) {
                    response.write(false, bytes("begun "), begun);
                    begun.block();
                }
                leave.await();
            }
            String body;
            try (var in = Content.Source.asInputStream(request)) {
                body = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
            response.write(true, bytes("<" + body + ">"), callback);
            return true;
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @EnumSource
    void anUploadIsReceivedToItsEnd(DrainMode mode) throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client client = served.connect()) {
            client.send(POST + "\r\nab");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            var drained = served.drain(mode);
            client.send("cde");
            assertThat(client.rest()).startsWith("HTTP/1.1 200 ").contains(LAST).endsWith("<abcde>");
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUploadThatWasAskedForIsReceived(DrainMode mode) throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client client = served.connect()) {
            client.send(POST + "Expect: 100-continue\r\n\r\n");
            client.until("HTTP/1.1 100 Continue\r\n\r\n");
            var drained = served.drain(mode);
            client.send("abcde");
            assertThat(client.rest()).contains("HTTP/1.1 200 ").contains(LAST).endsWith("<abcde>");
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void anUploadIsAskedForDuringTheDrain() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client client = served.connect()) {
            client.send(GET);
            client.until("<>");
            var drained = served.drain(DrainMode.GRACEFUL);
            client.send(POST + "Expect: 100-continue\r\n\r\n");
            client.until("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("abcde");
            assertThat(client.rest()).contains(LAST).endsWith("<abcde>");
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResponseThatIsStreamedComesWhole(DrainMode mode) throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client client = served.connect()) {
            client.send("GET /stream HTTP/1.1\r\nHost: test\r\n\r\n");
            client.until("begun ");
            var drained = served.drain(mode);
            assertThat(drained).isNotDone();
            leave.countDown();
            // its head was sent before the drain, so it could not say that it is the last
            assertThat(client.until("\r\n0\r\n\r\n")).endsWith("2\r\n<>\r\n0\r\n\r\n");
            client.rest();
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatIsHalfSentIsFinished(DrainMode mode) throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client client = served.connect()) {
            client.send(GET);
            client.until("<>");
            client.send("GET /x HTTP/1.1\r\nHo");
            Client other = served.connect();
            other.send(GET);
            other.until("<>"); // the selector has seen both
            other.close();
            var drained = served.drain(mode);
            client.send("st: test\r\n\r\n");
            assertThat(client.rest()).contains(LAST).endsWith("<>");
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void pipelinedRequestsAreAllAnsweredAndOnlyTheLastSaysSo() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client client = served.connect()) {
            client.send("GET /stream HTTP/1.1\r\nHost: test\r\n\r\n" + GET + POST + "\r\nabcde");
            client.until("begun ");
            var drained = served.drain(DrainMode.GRACEFUL);
            leave.countDown();
            String all = client.rest();
            assertThat(all.split("HTTP/1.1 200 ", -1)).as(all).hasSize(4);
            assertThat(all).endsWith("<abcde>").containsOnlyOnce(LAST);
            assertThat(all.indexOf(LAST)).isGreaterThan(all.lastIndexOf("HTTP/1.1 200 "));
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSecondDrainThatIsForcedEndsIdleClientsAndNotRequests() throws Exception {
        try (Served served = Served.tcp(new Echo(), 2);
                Client idle = served.connect();
                Client busy = served.connect()) {
            idle.send(GET);
            idle.until("<>");
            busy.send("GET /stream HTTP/1.1\r\nHost: test\r\n\r\n");
            busy.until("begun ");
            var first = served.drain(DrainMode.GRACEFUL);
            var second = served.drain(DrainMode.FORCED);
            idle.rest();
            assertThat(first).isNotDone();
            leave.countDown();
            busy.until("\r\n0\r\n\r\n");
            first.get(20, TimeUnit.SECONDS);
            second.get(20, TimeUnit.SECONDS);
        }
    }
}
