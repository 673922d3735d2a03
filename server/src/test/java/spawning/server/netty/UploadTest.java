// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static spawning.server.netty.ResponseWireTest.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.wsgi.Application;

/** Large bodies of requests, and such as are made to cost memory. */
@Timeout(60)
class UploadTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final int LARGE = 3_000_000;

    /** A way to take an input stream to its end. */
    private interface Reading {
        byte[] all(InputStream in) throws IOException;
    }

    private static Served served(Reading reading) throws IOException {
        Application application = (environ, start) -> {
            byte[] body = reading.all((InputStream) environ.get("wsgi.input"));
            start.start("200 OK", Apps.TEXT);
            return List.of(body);
        };
        return new Served(application, limits -> limits.maxBody(1L << 30));
    }

    private static String pattern(int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        for (int i = 0; i < bytes; i++) {
            text.append((char) ('a' + (i ^ i >> 9) % 23));
        }
        return text.toString();
    }

    private static String chunked(String body, int chunk) {
        StringBuilder coded = new StringBuilder(POST + "Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length(); at += chunk) {
            String piece = body.substring(at, Math.min(body.length(), at + chunk));
            coded.append(Integer.toHexString(piece.length()))
                    .append("\r\n")
                    .append(piece)
                    .append("\r\n");
        }
        return coded.append("0\r\n\r\n").toString();
    }

    @Test
    void everyWayToReadAStreamGetsTheWholeBody() throws IOException {
        String body = pattern(LARGE);
        List<Reading> ways = List.of(
                InputStream::readAllBytes,
                in -> in.readNBytes(LARGE + 1),
                in -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    assertThat(in.transferTo(out)).isEqualTo(LARGE);
                    return out.toByteArray();
                },
                in -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    for (int b = in.read(); b >= 0; b = in.read()) {
                        out.write(b);
                    }
                    return out.toByteArray();
                });
        for (Reading way : ways) {
            try (Served served = served(way);
                    Client client = served.connect()) {
                client.send(POST + "Content-Length: " + LARGE + "\r\n\r\n" + body);
                assertThat(client.response().body()).isEqualTo(body);
                assertThat(client.send(chunked(body, 50_001)).response().body()).isEqualTo(body);
            }
        }
    }

    @Test
    void skippingIsReadingWithoutLooking() throws IOException {
        String body = pattern(LARGE);
        Reading skipping = in -> {
            in.skipNBytes(LARGE - 10);
            assertThat(in.skip(4)).isEqualTo(4);
            byte[] rest = in.readAllBytes();
            assertThat(in.skip(1)).isZero();
            assertThat(in.read()).isEqualTo(-1);
            return rest;
        };
        try (Served served = served(skipping);
                Client client = served.connect()) {
            client.send(POST + "Content-Length: " + LARGE + "\r\n\r\n" + body);
            assertThat(client.response().body()).isEqualTo(body.substring(LARGE - 6));
        }
    }

    @Test
    void aRequestPipelinedBehindALargeUploadIsAnswered() throws IOException {
        String body = pattern(LARGE);
        try (Served served = served(InputStream::readAllBytes);
                Client client = served.connect()) {
            for (String upload :
                    List.of(POST + "Content-Length: " + LARGE + "\r\n\r\n" + body, chunked(body, 70_000))) {
                client.send(upload + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.response().body()).isEqualTo(body);
                assertThat(client.response().body()).isEmpty();
            }
        }
    }

    @Test
    void aLargeBodyThatWaitsToBeAskedForComesWhole() throws IOException {
        String body = pattern(LARGE);
        try (Served served = served(InputStream::readAllBytes);
                Client client = served.connect()) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: " + LARGE + "\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(100);
            assertThat(client.send(body).response().body()).isEqualTo(body);
        }
    }

    /** Each of them is an object of its own for us, for six bytes of the client's. */
    @Test
    void aBodyInChunksOfOneByteWaitsWithTheClientWhenNobodyReads() throws Exception {
        String body = pattern(100_000);
        CountDownLatch read = new CountDownLatch(1);
        AtomicInteger waiting = new AtomicInteger(-1);
        Reading late = in -> {
            int before = -1;
            while (before < 1 || before != in.available()) { // until it stands still
                before = in.available();
                LockSupport.parkNanos(100_000_000);
            }
            waiting.set(before);
            await(read);
            return in.readAllBytes();
        };
        try (Served served = served(late);
                Client client = served.connect()) {
            Thread sender = Thread.ofPlatform().daemon().start(() -> {
                try {
                    client.send(chunked(body, 1));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            while (waiting.get() < 0) {
                LockSupport.parkNanos(1_000_000); // the class's time limit is its end
            }
            assertThat(waiting).hasValueLessThan(1000);
            read.countDown();
            assertThat(client.response().body()).isEqualTo(body);
            sender.join();
        }
    }

    @Test
    void aClientThatLeavesWhileItsUploadWaitsIsAnExceptionToTheReader() throws Exception {
        for (boolean reset : List.of(true, false)) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch left = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Reading late = in -> {
                begun.countDown();
                await(left);
                try {
                    return in.readAllBytes();
                } catch (IOException e) {
                    thrown.set(e);
                    throw e;
                } finally {
                    over.countDown();
                }
            };
            try (Served served = served(late)) {
                try (Client client = served.connect()) {
                    client.send(POST + "Content-Length: " + LARGE + "\r\n\r\n" + pattern(LARGE / 10));
                    await(begun);
                    client.socket.setSoLinger(reset, 0);
                }
                left.countDown();
                assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(thrown.get()).hasMessageContaining("went away");
            }
        }
    }

    @Test
    void aBodyIsNotReadAfterItsRequest() throws IOException {
        AtomicReference<InputStream> kept = new AtomicReference<>();
        Reading keeping = in -> {
            kept.set(in);
            return in.readNBytes(1);
        };
        try (Served served = served(keeping);
                Client client = served.connect()) {
            assertThat(client.send(POST + "Content-Length: 3\r\n\r\nabc")
                            .response()
                            .body())
                    .isEqualTo("a");
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .response()
                            .body())
                    .isEmpty();
            assertThatThrownBy(() -> kept.get().readAllBytes()).isInstanceOf(IOException.class);
        }
    }
}
