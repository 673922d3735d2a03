// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.server.engine.HttpEngine.DrainMode;

/** A client that has sent its request in time is answered, however long all threads are busy. */
@Timeout(60)
class WaitingRequestTest {
    private static final String GET = "GET /x HTTP/1.1\r\nHost: test\r\n\r\n";

    private final CountDownLatch entered = new CountDownLatch(2);
    private volatile Duration takes = Served.SHORT.multipliedBy(3);

    /** Takes long in /slow. */
    private final class Slow extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (request.getHttpURI().getPath().equals("/slow")) {
                entered.countDown();
                Thread.sleep(takes);
            }
            response.write(true, ByteBuffer.wrap("answer\n".getBytes(StandardCharsets.US_ASCII)), callback);
            return true;
        }
    }

    private void busy(Client one, Client other) throws Exception {
        for (Client client : new Client[] {one, other}) {
            client.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
        }
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void afterItHadJustConnected() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2);
                Client one = served.connect();
                Client other = served.connect();
                Client late = served.connect()) {
            one.send(GET);
            one.until("answer\n");
            busy(one, other);
            late.send(GET);
            assertThat(late.until("answer\n")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void afterItsConnectionWasIdle() throws Exception {
        takes = Duration.ofMillis(3600); // the limit is keep-alive and two seconds
        try (Served served = Served.tcp(new Slow(), 2);
                Client one = served.connect();
                Client other = served.connect();
                Client late = served.connect()) {
            late.send(GET);
            late.until("answer\n");
            busy(one, other);
            late.send(GET + GET);
            assertThat(late.until("answer\n").split("answer\n", -1)).hasSizeGreaterThan(1);
            late.until("answer\nHTTP/1.1 200 ");
        }
    }

    @Test
    void whenTheRestOfItsHeadCameInTime() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2);
                Client one = served.connect();
                Client other = served.connect();
                Client late = served.connect()) {
            late.send(GET);
            late.until("answer\n");
            late.send("GET /x HTTP/1.1\r\n");
            one.send(GET);
            one.until("answer\n");
            busy(one, other);
            late.send("Host: test\r\n\r\n");
            late.until("answer\nHTTP/1.1 200 ");
        }
    }

    @Test
    void whenADrainIsForced() throws Exception {
        try (Served served = Served.tcp(new Slow(), 2);
                Client one = served.connect();
                Client other = served.connect();
                Client late = served.connect()) {
            late.send(GET);
            late.until("answer\n");
            busy(one, other);
            late.send(GET);
            while (served.engine.queued() == 0) {
                Thread.onSpinWait(); // or the test's own limit ends this
            }
            var drained = served.drain(DrainMode.FORCED);
            assertThat(late.rest()).contains("answer\nHTTP/1.1 200 ").contains("\r\nConnection: close\r\n");
            drained.get(20, TimeUnit.SECONDS);
        }
    }
}
