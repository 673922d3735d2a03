// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.RequestBodyException;
import spawning.wsgi.RequestBodyException.Kind;
import spawning.wsgi.RequestUrl;
import spawning.wsgi.lint.Lint;

/** Does the server keep its half of the contract, over the wire? */
@Timeout(60)
class ContractWireTest {
    private static final String REST = " HTTP/1.1\r\nHost: a:81\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /" + REST + "\r\n",
                "GET /a%FC%E2%82%AC?b=%20" + REST + "\r\n",
                "GET http://b/c" + REST + "\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "OPTIONS *" + REST + "\r\n",
                "BREW /" + REST + "Content-Type: a/b\r\nX: \u00fc\r\nX_Y: z\r\nCookie: a\r\nCookie: b\r\n\r\n",
                "POST /" + REST + "Content-Length: 3\r\n\r\nabc",
                "POST /" + REST + "Content-Length: 0\r\n\r\n",
                "POST /" + REST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            })
    void theServerKeepsTheContract(String request) throws IOException {
        BlockingQueue<Throwable> breaches = new LinkedBlockingQueue<>();
        Application checked = new Lint().wrap(Apps.ECHO);
        Application watched = (environ, start) -> {
            try {
                return checked.call(environ, start);
            } catch (Throwable breach) {
                breaches.add(breach);
                throw breach;
            }
        };
        try (Served served = new Served(watched);
                Client client = served.connect()) {
            assertThat(client.send(request).response().status()).isEqualTo(200);
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void aBodyThatBreaksOffIsToldByItsKind() throws Exception {
        BlockingQueue<Kind> kinds = new LinkedBlockingQueue<>();
        Application reading = (environ, start) -> {
            try {
                ((InputStream) environ.get("wsgi.input")).readAllBytes();
                throw new AssertionError("the body is whole");
            } catch (RequestBodyException e) {
                kinds.add(e.kind());
                throw new IllegalStateException("whatever the application makes of it", e);
            }
        };
        String chunked = "POST /" + REST + "Transfer-Encoding: chunked\r\n\r\n";
        try (Served served = new Served(reading, limits -> limits.bodyTimeout(Duration.ofMillis(300)))) {
            assertThat(served.answer(chunked + "z\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(served.answer(chunked + "7d0\r\n" + "x".repeat(2000))).startsWith("HTTP/1.1 413 ");
            assertThat(served.answer(chunked + "5\r\nabc")).startsWith("HTTP/1.1 408 ");
            assertThat(List.of(next(kinds), next(kinds), next(kinds)))
                    .containsExactly(Kind.MALFORMED, Kind.TOO_LARGE, Kind.TIMED_OUT);
        }
        try (Served served = new Served(reading)) {
            try (Client client = served.connect()) {
                client.send("POST /" + REST + "Content-Length: 9\r\n\r\nabc");
            }
            assertThat(next(kinds)).isEqualTo(Kind.ABORTED);
        }
    }

    private static Kind next(BlockingQueue<Kind> kinds) throws InterruptedException {
        Kind kind = kinds.poll(20, TimeUnit.SECONDS);
        assertThat(kind).isNotNull();
        return kind;
    }

    @Test
    void theUrlIsTheOneThatWasAskedFor() throws IOException {
        Application url = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes(RequestUrl.of(environ)));
        };
        try (Served served = new Served(url);
                Client client = served.connect()) {
            for (String target : List.of("/", "/caf%C3%A9?q=%C3%A9&x", "/a%2Bb;c=d/")) {
                String body =
                        client.send("GET " + target + REST + "\r\n").response().body();
                assertThat(body).isEqualTo("http://a:81" + target.replace("%2B", "+"));
            }
        }
    }

    @Test
    void headersOfOneNameStayApartAndInOrder() throws IOException {
        Application cookies = (environ, start) -> {
            start.start(
                    "200 OK", new Header("Set-Cookie", "a=1"), new Header("X", "y"), new Header("Set-Cookie", "b=2"));
            return List.of();
        };
        try (Served served = new Served(cookies);
                Client client = served.connect()) {
            List<String> lines = new ArrayList<>(client.send("GET /" + REST + "\r\n")
                    .response()
                    .head()
                    .lines()
                    .toList());
            assertThat(lines).containsSubsequence("Set-Cookie: a=1", "X: y", "Set-Cookie: b=2");
        }
    }

    @Test
    void anEndlessBodyAnswersHead() throws IOException {
        Application endless = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return () ->
                    java.util.stream.Stream.generate(() -> Apps.bytes("tick")).iterator();
        };
        try (Served served = new Served(endless);
                Client client = served.connect()) {
            for (int i = 0; i < 2; i++) {
                Client.Response response = client.send("HEAD /" + REST + "\r\n").response(false);
                assertThat(response.status()).isEqualTo(200);
            }
        }
    }
}
