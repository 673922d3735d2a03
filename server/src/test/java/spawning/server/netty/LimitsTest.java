// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static spawning.server.netty.ResponseWireTest.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.server.accept.Acceptor;
import spawning.server.accept.Loopback;
import spawning.wsgi.Application;

/** Time limits, bounds and back-pressure. Times are short here; nothing waits for them but the sockets. */
@Timeout(60)
class LimitsTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void aHeadThatDoesNotEndIsTimedOut() throws IOException {
        try (Served served = new Served(Apps.text("x"), limits -> limits.headerTimeout(SHORT))) {
            assertThat(served.answer("GET / HTTP/1.1\r\nHost")).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        }
    }

    @Test
    void aHeadThatDripsIsTimedOutToo() throws IOException {
        try (Served served = new Served(Apps.text("x"), limits -> limits.headerTimeout(SHORT));
                Client client = served.connect()) {
            client.send("GET / HTTP/1.1\r\n");
            Thread dripping = Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        client.send("X: y\r\n");
                        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                    }
                } catch (IOException closed) {
                    return; // as it should
                }
            });
            assertThat(client.line()).startsWith("HTTP/1.1 408 ");
            dripping.interrupt();
        }
    }

    @Test
    void aConnectionThatSendsNothingIsClosedSilently() throws IOException {
        try (Served served = new Served(Apps.text("x"), limits -> limits.headerTimeout(SHORT))) {
            assertThat(served.answer("")).isEmpty();
        }
    }

    @Test
    void anIdleConnectionIsClosedTwoSecondsAfterItsKeepAlive() throws IOException {
        try (Served served = new Served(Apps.text("x"), limits -> limits.keepAlive(SHORT));
                Client client = served.connect()) {
            assertThat(client.send(GET).response().header("Keep-Alive")).isEqualTo("timeout=1");
            long idle = System.nanoTime();
            assertThat(client.read()).isEqualTo(-1);
            assertThat(System.nanoTime() - idle)
                    .isGreaterThan(Duration.ofMillis(2100).toNanos());
        }
    }

    @Test
    void aBodyThatStopsIsTimedOut() throws IOException {
        try (Served served = new Served(Apps.ECHO, limits -> limits.bodyTimeout(SHORT))) {
            String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";
            assertThat(served.answer(head + "abc")).startsWith("HTTP/1.1 408 ").contains("Connection: close");
        }
    }

    /** The rest of such a body is not read by us, so the client cannot be late with it. */
    @Test
    void aBodyWhoseRequestWaitsForAThreadIsNotTimedOut() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Application application = (environ, start) -> {
            if (Apps.string(environ, "PATH_INFO").equals("/wait")) {
                await(go);
            }
            return Apps.ECHO.call(environ, start);
        };
        List<Client> clients = new ArrayList<>();
        try (Served served = new Served(
                application, limits -> limits.threads(1).bodyTimeout(SHORT).headerTimeout(SHORT))) {
            for (int i = 0; i < 11; i++) { // one for the thread, eight for its queue, the waiting one, the clock
                Client client = served.connect();
                client.get("/").response(); // a full engine takes no connections, so they come in before
                clients.add(client);
            }
            for (Client busy : clients.subList(0, 9)) {
                busy.get("/wait");
            }
            Client waiting = clients.get(9);
            waiting.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
            Client clock = clients.get(10); // its time begins later and is as long, on the same event loop
            assertThat(clock.send("GET / HTTP/1.1\r\n").line()).startsWith("HTTP/1.1 408 ");
            waiting.send("cd");
            go.countDown();
            assertThat(waiting.response().body()).isEqualTo("POST / abcd");
        } finally {
            go.countDown();
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @Test
    void anAbortedUploadIsAnExceptionToTheApplication() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        CountDownLatch failed = new CountDownLatch(1);
        Application application = (environ, start) -> {
            try {
                ((InputStream) environ.get("wsgi.input")).readAllBytes();
            } catch (IOException e) {
                seen.set(e);
                failed.countDown();
                throw e;
            }
            return List.of();
        };
        try (Served served = new Served(application)) {
            try (Client client = served.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            }
            assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.get()).hasMessageContaining("went away");
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOff() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Served served = new Served(endless(failed, new AtomicLong()), limits -> limits.writeTimeout(SHORT));
                Client client = served.connect()) {
            client.send(GET);
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aResponseThatIsMadeAndNotTakenIsCutOffToo() throws Exception {
        try (Served served = new Served(Apps.text("x".repeat(60_000)), limits -> limits.writeTimeout(SHORT));
                Client client = new Client(served.loopback.address(), 1024)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 400; i++) {
                requests.append(GET);
            }
            client.send(requests.toString());
            // 24 MB are asked for and none is read: more than the kernel buffers for us
            served.stopAccepting();
            served.engine
                    .drain(spawning.server.engine.HttpEngine.DrainMode.GRACEFUL, Duration.ZERO)
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /** What was written and not taken is bounded by the kernel's buffers and ours, however much is made. */
    @Test
    void aSlowReaderHoldsUpTheApplication() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch failed = new CountDownLatch(1);
        try (Served served = new Served(endless(failed, written));
                Client client = new Client(served.loopback.address(), 4096)) {
            client.send(GET);
            client.read();
            long before = -1;
            while (before != written.get()) { // until it stands still
                before = written.get();
                java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
            }
            assertThat(before).isLessThan(16 << 20);
            client.socket.getInputStream().skipNBytes(before);
            assertThat(written.get()).isGreaterThan(before);
        }
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static Application endless(CountDownLatch failed, AtomicLong written) {
        return (environ, start) -> {
            try {
                var write = start.start("200 OK", Apps.TEXT);
                while (true) {
                    write.write(new byte[50_000]);
                    written.addAndGet(50_000);
                }
            } finally {
                failed.countDown();
            }
        };
    }

    /** The client can send only a bounded part of a body that nobody reads. */
    @Test
    void anApplicationThatDoesNotReadHoldsUpTheClient() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        AtomicLong sum = new AtomicLong();
        Application application = (environ, start) -> {
            await(read);
            InputStream in = (InputStream) environ.get("wsgi.input");
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sum.addAndGet(n);
            }
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes(sum.toString()));
        };
        int size = 64 << 20;
        try (Served served = new Served(application, limits -> limits.maxBody(1L << 30));
                Client client = served.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
            AtomicLong sent = new AtomicLong();
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < size; i += 65_536) {
                        client.socket.getOutputStream().write(new byte[65_536]);
                        sent.addAndGet(65_536);
                    }
                } catch (IOException e) {
                    sent.set(-1);
                }
            });
            long before = -1;
            while (before != sent.get()) {
                before = sent.get();
                java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
            }
            assertThat(before).isBetween(1L, 32L << 20);
            read.countDown();
            assertThat(client.response().body()).isEqualTo(Integer.toString(size));
            sender.join();
        }
    }

    @Test
    void moreRequestsThanTheQueueHoldsAreAllAnsweredAndNoneIsRefused() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            if (Apps.string(environ, "REQUEST_METHOD").equals("GET")) {
                return List.of();
            }
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            inside.countDown();
            await(go);
            running.decrementAndGet();
            return List.of(((InputStream) environ.get("wsgi.input")).readAllBytes());
        };
        try (Served served = new Served(application, limits -> limits.threads(2))) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Client client = served.connect();
                client.send(GET).response(); // a full engine takes no connections, so they come in before
                clients.add(client);
            }
            for (int i = 0; i < 60; i++) {
                clients.get(i).send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n" + (10 + i));
            }
            await(inside);
            go.countDown();
            for (int i = 0; i < 60; i++) {
                Client.Response response = clients.get(i).response();
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.body()).isEqualTo(Integer.toString(10 + i));
                clients.get(i).close();
            }
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void theEngineIsFullWhileItHoldsAllTheConnectionsItMay() throws Exception {
        CountDownLatch room = new CountDownLatch(1);
        try (Served served = new Served(Apps.text("x"), limits -> limits.connections(1))) {
            try (Loopback other = Loopback.tcp();
                    Client client = new Client(other.address())) {
                Acceptor acceptor = new Acceptor(List.of(other.copy()), served.engine);
                served.engine.onRoomChange(room::countDown);
                acceptor.stop(true); // takes what waits, and no more
                assertThat(client.send(GET).response().body()).isEqualTo("x");
                assertThat(served.engine.full()).isTrue();
                assertThat(room.getCount()).isEqualTo(1);
            }
            await(room);
            assertThat(served.engine.full()).isFalse();
        }
    }

    @Test
    void theEngineIsFullWhileNoThreadIsFree() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Application application = (environ, start) -> {
            inside.countDown();
            await(go);
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes("x"));
        };
        try (Served served = new Served(application, limits -> limits.threads(1))) {
            CountDownLatch room = new CountDownLatch(1);
            assertThat(served.engine.full()).isFalse();
            try (Client client = served.connect()) {
                client.send(GET);
                await(inside);
                assertThat(served.engine.full()).isTrue();
                served.engine.onRoomChange(room::countDown);
                go.countDown();
                assertThat(client.response().status()).isEqualTo(200);
                await(room);
                assertThat(served.engine.full()).isFalse();
            }
        }
    }
}
