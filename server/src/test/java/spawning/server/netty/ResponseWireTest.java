// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.wsgi.Application;
import spawning.wsgi.Header;

/** What the client sees of what an application does. */
@Timeout(60)
class ResponseWireTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void aSingleElementHasALengthAndTheConnectionIsKept() throws IOException {
        try (Served served = new Served(Apps.text("hello"));
                Client client = served.connect()) {
            for (int i = 0; i < 3; i++) {
                Client.Response response = client.send(GET).response();
                assertThat(response.head()).matches("""
                                HTTP/1.1 200 OK
                                Content-Type: text/plain
                                Date: [^\n]* GMT
                                Server: Spawning
                                Content-Length: 5
                                Connection: keep-alive
                                Keep-Alive: timeout=15
                                """);
                assertThat(response.body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void severalElementsAreChunksEachSentAsItIsMade() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return () -> new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < 3;
                }

                @Override
                public byte[] next() {
                    if (next == 2) {
                        await(seen);
                    }
                    return List.of(Apps.bytes("one"), new byte[0], Apps.bytes("two"))
                            .get(next++);
                }
            };
        };
        try (Served served = new Served(application);
                Client client = served.connect()) {
            client.send(LAST_GET);
            String line = client.line();
            while (!line.isEmpty()) {
                line = client.line();
            }
            assertThat(client.line()).isEqualTo("3");
            assertThat(client.line()).isEqualTo("one");
            seen.countDown();
            assertThat(client.rest()).isEqualTo("3\r\ntwo\r\n0\r\n\r\n");
        }
    }

    @Test
    void anOlderClientGetsNoChunksAndTheEndOfTheConnection() throws IOException {
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes("one"), Apps.bytes("two"));
        };
        try (Served served = new Served(application)) {
            String answer = served.answer("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(answer).contains("\r\nConnection: close\r\n").endsWith("\r\n\r\nonetwo");
            assertThat(answer).doesNotContain("Transfer-Encoding").doesNotContain("Content-Length");
        }
    }

    @Test
    void anOlderClientKeepsItsConnectionOnlyWhenItAsks() throws IOException {
        try (Served served = new Served(Apps.text("hello"))) {
            assertThat(served.answer("GET / HTTP/1.0\r\n\r\n")).contains("\r\nConnection: close\r\n");
            try (Client client = served.connect()) {
                for (int i = 0; i < 2; i++) {
                    client.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
                    assertThat(client.response().header("Connection")).isEqualTo("keep-alive");
                }
            }
        }
    }

    @Test
    void withoutKeepAliveEachResponseIsTheLast() throws IOException {
        try (Served served = new Served(Apps.text("hello"), limits -> limits.keepAlive(Duration.ZERO))) {
            assertThat(served.answer(GET)).contains("\r\nConnection: close\r\n").doesNotContain("Keep-Alive:");
        }
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        try (Served served = new Served(Apps.text("hello"));
                Client client = served.connect()) {
            Client.Response response =
                    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").response(false);
            assertThat(response.header("Content-Length")).isEqualTo("5");
            assertThat(client.send(GET).response().body()).isEqualTo("hello");
        }
    }

    @Test
    void statusesWithoutABodyHaveNone() throws IOException {
        Application application = (environ, start) -> {
            String status = Apps.string(environ, "QUERY_STRING");
            start.start(status + " X", List.of());
            return List.of(Apps.bytes("not to be sent"));
        };
        try (Served served = new Served(application);
                Client client = served.connect()) {
            for (String status : List.of("204", "304")) {
                Client.Response response = client.get("/?" + status).response();
                assertThat(response.head()).doesNotContain("Content-Length").doesNotContain("Transfer-Encoding");
            }
            assertThat(client.get("/?200").response().body()).isEqualTo("not to be sent");
        }
    }

    @Test
    void dateAndServerOfTheApplicationStay() throws IOException {
        Application application = (environ, start) -> {
            start.start("200 OK", List.of(new Header("date", "then"), new Header("Server", "mine")));
            return List.of();
        };
        try (Served served = new Served(application);
                Client client = served.connect()) {
            Client.Response response = client.send(GET).response();
            assertThat(response.head()).contains("date: then\n").contains("Server: mine\n");
            assertThat(response.head()).doesNotContain("Spawning").doesNotContain("Date: ");
            assertThat(response.header("Content-Length")).isEqualTo("0");
        }
    }

    @Test
    void anExceptionBeforeTheFirstByteIsAPlain500AndTheConnectionGoesOn() throws IOException {
        Application application = (environ, start) -> {
            start.start("200 OK", List.of(new Header("X-Secret", "1")));
            switch (Apps.string(environ, "PATH_INFO")) {
                case "/error" -> throw new StackOverflowError();
                case "/checked" -> throw new IOException("secret");
                default -> throw new IllegalStateException("secret");
            }
        };
        try (Served served = new Served(application);
                Client client = served.connect()) {
            for (String path : List.of("/error", "/checked", "/unchecked")) {
                Client.Response response = client.get(path).response();
                assertThat(response.status()).isEqualTo(500);
                assertThat(response.body()).isEqualTo("Internal Server Error\n");
                assertThat(response.head()).doesNotContain("ecret");
            }
        }
    }

    @Test
    void anExceptionAfterTheFirstByteBreaksTheConnectionOff() throws IOException {
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT).write(Apps.bytes("begun"));
            throw new IllegalStateException("in the middle");
        };
        try (Served served = new Served(application)) {
            for (String version : List.of("1.1", "1.0")) {
                try (Client client = served.connect()) {
                    client.send("GET / HTTP/" + version + "\r\nHost: a\r\n\r\n");
                    assertThatThrownBy(client::response).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void aBodyShorterThanItsLengthIsNotTakenForAWholeOne() throws IOException {
        Application application = (environ, start) -> {
            start.start("200 OK", List.of(new Header("Content-Length", "10")));
            return List.of(Apps.bytes("abc"), Apps.bytes("def"));
        };
        try (Served served = new Served(application);
                Client client = served.connect()) {
            client.send(GET);
            assertThatThrownBy(client::response).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aBodyLongerThanItsLengthIsCut() throws IOException {
        Application application = (environ, start) -> {
            start.start("200 OK", List.of(new Header("Content-Length", "4")));
            return Apps.string(environ, "PATH_INFO").equals("/one")
                    ? List.of(Apps.bytes("abcdef"))
                    : List.of(Apps.bytes("abc"), Apps.bytes("def"), Apps.bytes("ghi"));
        };
        try (Served served = new Served(application);
                Client client = served.connect()) {
            assertThat(client.get("/one").response().body()).isEqualTo("abcd");
            assertThat(client.get("/many").response().body()).isEqualTo("abcd");
            assertThat(client.get("/one").response().body()).isEqualTo("abcd");
        }
    }

    @Test
    void largeBodiesArriveWhole() throws IOException {
        byte[] large = new byte[3_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ('a' + i % 23);
        }
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return Apps.string(environ, "PATH_INFO").equals("/one") ? List.of(large) : List.of(large, large);
        };
        try (Served served = new Served(application);
                Client client = served.connect()) {
            String text = new String(large, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(client.get("/one").response().body()).isEqualTo(text);
            assertThat(client.get("/two").response().body()).isEqualTo(text + text);
        }
    }

    @Test
    void theBodyIsAskedForOnlyWhenItIsRead() throws IOException {
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return Apps.string(environ, "PATH_INFO").equals("/read")
                    ? List.of(((InputStream) environ.get("wsgi.input")).readAllBytes())
                    : List.of(Apps.bytes("unread"));
        };
        try (Served served = new Served(application)) {
            String headers = " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
            try (Client client = served.connect()) {
                assertThat(client.send("POST /read" + headers).response().status())
                        .isEqualTo(100);
                assertThat(client.send("abc").response().body()).isEqualTo("abc");
                assertThat(client.send("POST /read" + headers + "def")
                                .response()
                                .status())
                        .isIn(100, 200);
            }
            assertThat(served.answer("POST /unread" + headers))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Connection: close");
        }
    }

    @Test
    void anUnreadBodyThatIsSmallKeepsTheConnection() throws IOException {
        try (Served served = new Served(Apps.text("unread"), limits -> limits.maxBody(10_000_000))) {
            try (Client client = served.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n");
                assertThat(client.response().body()).isEqualTo("unread");
                client.send("x".repeat(60_000));
                assertThat(client.send(GET).response().body()).isEqualTo("unread");
            }
        }
    }

    /** The client sends without looking up; the response must reach it nevertheless. */
    @Test
    void anUnreadBodyThatIsLargeEndsTheConnectionAfterTheResponse() throws IOException {
        try (Served served = new Served(Apps.text("unread"), limits -> limits.maxBody(10_000_000))) {
            for (int i = 0; i < 20; i++) {
                String body = "x".repeat(2_000_000);
                String answer = served.answer("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n" + body);
                assertThat(answer).contains("Connection: close").endsWith("\r\n\r\nunread");
            }
        }
    }

    @Test
    void whatTheApplicationReturnedIsClosedAlways() throws Exception {
        List<String> closed = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<CountDownLatch> latch = new AtomicReference<>(new CountDownLatch(1));
        Application application = (environ, start) -> {
            String path = Apps.string(environ, "PATH_INFO");
            start.start("200 OK", Apps.TEXT);
            return new Closing(path, closed, latch.get());
        };
        try (Served served = new Served(application)) {
            for (String path : List.of("/good", "/throws", "/gone")) {
                latch.set(new CountDownLatch(1));
                try (Client client = served.connect()) {
                    client.get(path);
                    client.read();
                    client.socket.setSoLinger(path.equals("/gone"), 0);
                }
                assertThat(latch.get().await(10, TimeUnit.SECONDS)).as(path).isTrue();
            }
        }
        assertThat(closed).containsExactly("/good", "/throws", "/gone");
    }

    /** An empty element says that there is nothing yet; an application may say so for as long as it likes. */
    @Test
    void aBodyThatHasNothingYetEndsWithItsClient() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        class NothingYet implements Iterable<byte[]>, AutoCloseable {
            @Override
            public Iterator<byte[]> iterator() {
                inside.countDown();
                return java.util.stream.Stream.generate(() -> new byte[0]).iterator();
            }

            @Override
            public void close() {
                closed.countDown();
            }
        }
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return new NothingYet();
        };
        try (Served served = new Served(application)) {
            try (Client client = served.connect()) {
                client.get("/");
                assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
                client.socket.setSoLinger(true, 0);
            }
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private record Closing(String path, List<String> closed, CountDownLatch latch)
            implements Iterable<byte[]>, AutoCloseable {
        @Override
        public Iterator<byte[]> iterator() {
            return switch (path) {
                case "/good" -> List.of(Apps.bytes("a"), Apps.bytes("b")).iterator();
                case "/throws" -> throw new IllegalStateException("no iterator");
                default ->
                    java.util.stream.Stream.generate(() -> new byte[10_000]).iterator();
            };
        }

        @Override
        public void close() {
            closed.add(path);
            latch.countDown();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
