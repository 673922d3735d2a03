// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Request bytes in, response bytes out: which requests reach the application, and what the others are told. */
@Timeout(60)
class RequestWireTest {
    private static Served served;

    @BeforeAll
    static void serve() throws IOException {
        served = new Served(Apps.ECHO);
    }

    @AfterAll
    static void end() throws IOException {
        served.close();
    }

    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n";
    private static final String POST = "POST /x HTTP/1.1\r\nHost: a\r\n";
    private static final String CLOSE = "Connection: close\r\n";

    static Stream<Arguments> refused() {
        return Stream.of(
                // framing that two servers could read in two ways
                row("both lengths", 400, POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                row(
                        "both, other order",
                        400,
                        POST + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
                row("two lengths", 400, POST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                row("two equal lengths", 400, POST + "Content-Length: 3\r\ncontent-length: 3\r\n\r\nabc"),
                row("lengths in a list", 400, POST + "Content-Length: 3, 4\r\n\r\nabcd"),
                row("two lengths, 1.0", 400, "POST / HTTP/1.0\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                row("signed length", 400, POST + "Content-Length: +3\r\n\r\nabc"),
                row("negative length", 400, POST + "Content-Length: -1\r\n\r\n"),
                row("hexadecimal length", 400, POST + "Content-Length: 0x3\r\n\r\nabc"),
                row("empty length", 400, POST + "Content-Length:\r\n\r\n"),
                row("chunked with 1.0", 400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                row("unknown coding", 501, POST + "Transfer-Encoding: gzip\r\n\r\n"),
                row("unknown coding before chunked", 501, POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                row("coding that looks like chunked", 501, POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                row("chunked twice", 400, POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                row("coding with VT", 400, POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                row("coding and length", 400, POST + "Transfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\na"),
                row("chunk size with sign", 400, POST + "Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n"),
                row("chunk size without digits", 400, POST + "Transfer-Encoding: chunked\r\n\r\n\r\n0\r\n\r\n"),
                row(
                        "chunk without its line end",
                        400,
                        POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"),
                row("chunk size before bare LF", 400, POST + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n"),
                row(
                        "body without framing",
                        400,
                        GET + "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\nGET / HT"),
                // lines
                row("bare LF after the request line", 400, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
                row("bare LF after a header", 400, "GET / HTTP/1.1\r\nHost: a\n\r\n"),
                row("bare LF at the end", 400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
                row("bare CR in a value", 400, GET + "X: a\rb\r\n\r\n"),
                row("folded with a space", 400, GET + "X: a\r\n b\r\n\r\n"),
                row("folded with a tab", 400, GET + "X: a\r\n\tb\r\n\r\n"),
                row("first header folded", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
                row("space before the colon", 400, GET + "X : a\r\n\r\n"),
                row("no colon", 400, GET + "X\r\n\r\n"),
                row("empty name", 400, GET + ": a\r\n\r\n"),
                row("NUL in a value", 400, GET + "X: a\u0000b\r\n\r\n"),
                row("NUL in a name", 400, GET + "X\u0000: a\r\n\r\n"),
                // request lines
                row("tab between words", 400, "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("two spaces", 400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("space first", 400, " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("four words", 400, "GET / x HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("HTTP/0.9", 400, "GET /\r\n\r\n"),
                row("lower case version", 400, "GET / http/1.1x\r\nHost: a\r\n\r\n"),
                row("version 2", 505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
                row("preface of version 2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                row("version 3", 505, "GET / HTTP/3.0\r\nHost: a\r\n\r\n"),
                row("no HTTP at all", 400, "\u0016\u0003\u0001\u0002\u0000\r\n\r\n"),
                row("method with a separator", 400, "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("tunnel", 501, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
                // targets
                row("star", 400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("fragment", 400, "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("broken escape", 400, "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("cut escape", 400, "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("escaped NUL", 400, "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("relative", 400, "GET x HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("other scheme", 400, "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                // hosts
                row("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                row("two Hosts", 400, GET + "Host: b\r\n\r\n"),
                row("Host with a space", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                row("Host with user", 400, "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),
                row("authority with user", 400, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("authority with password", 400, "GET http://u:p@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("authority with markup", 400, "GET http://a\"<b>@c/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("authority with a backslash", 400, "GET http://a\\b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("authority beyond ASCII", 400, "GET http://\u00fc/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("Host with a path", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                // limits: 2048 bytes of header, 1000 of body
                row("long line", 414, "GET /" + "x".repeat(3000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("long header", 431, GET + "X: " + "x".repeat(3000) + "\r\n\r\n"),
                row(
                        "long together",
                        431,
                        "GET /" + "x".repeat(1500) + " HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(1500) + "\r\n\r\n"),
                row("endless header", 431, GET + "X: " + "x".repeat(3000)),
                row("large body", 413, POST + "Content-Length: 1001\r\n\r\n"),
                row("huge body", 413, POST + "Content-Length: 999999999999\r\n\r\n"),
                row(
                        "large in chunks",
                        413,
                        POST + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1001) + "\r\n0\r\n\r\n"),
                row("other expectation", 417, POST + "Expect: 200-ok\r\nContent-Length: 1\r\n\r\na"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refused(String what, int status, String request) throws IOException {
        String answer = served.answer(request);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\r\nConnection: close\r\n");
        assertThat(answer).contains("\r\nContent-Type: text/plain\r\n").contains("\r\nDate: ");
        assertThat(answer.split("HTTP/1.1 ", -1))
                .as("one answer, and none to what followed")
                .hasSize(2);
    }

    /** The same refusals, however the bytes are cut. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void refusedByteByByte(String what, int status, String request) throws IOException {
        if (request.length() > 200) {
            return;
        }
        try (Client client = served.connect()) {
            for (int i = 0; i < request.length(); i++) {
                try {
                    client.send(request.substring(i, i + 1));
                } catch (IOException answeredAlready) {
                    break; // the server needs no more bytes to refuse, and has closed its side
                }
            }
            assertThat(client.line()).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                row("plain", "GET /x ", GET + CLOSE + "\r\n"),
                row("blank lines first", "GET /x ", "\r\n\r\n" + GET + CLOSE + "\r\n"),
                row("no Host with 1.0", "GET / ", "GET / HTTP/1.0\r\n\r\n"),
                row("empty Host", "GET / ", "GET / HTTP/1.1\r\nHost:\r\n" + CLOSE + "\r\n"),
                row("length", "POST /x abc", POST + CLOSE + "Content-Length: 3\r\n\r\nabc"),
                row("length of zero", "POST /x ", POST + CLOSE + "Content-Length: 0\r\n\r\n"),
                row("no length", "POST /x ", POST + CLOSE + "\r\n"),
                row("length with 1.0", "POST / abc", "POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc"),
                row(
                        "chunks",
                        "POST /x abcde",
                        POST + CLOSE
                                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: t\r\n\r\n"),
                row(
                        "coding in capitals",
                        "POST /x a",
                        POST + CLOSE + "Transfer-Encoding: CHUNKED\r\n\r\n1\r\na\r\n0\r\n\r\n"),
                row("escapes", "GET /a b/\u00fc ", "GET /a%20b/%FC HTTP/1.1\r\nHost: a\r\n" + CLOSE + "\r\n"),
                row("absolute target", "GET /y ", "GET http://b:80/y?q HTTP/1.1\r\nHost: a\r\n" + CLOSE + "\r\n"),
                row("absolute without path", "GET / ", "GET http://b HTTP/1.1\r\nHost: a\r\n" + CLOSE + "\r\n"),
                row("star", "OPTIONS * ", "OPTIONS * HTTP/1.1\r\nHost: a\r\n" + CLOSE + "\r\n"),
                row("own method", "BREW / ", "BREW / HTTP/1.1\r\nHost: a\r\n" + CLOSE + "\r\n"),
                row(
                        "largest body",
                        "POST /x " + "x".repeat(1000),
                        POST + CLOSE + "Content-Length: 1000\r\n\r\n" + "x".repeat(1000)),
                row("host with port", "GET / ", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n" + CLOSE + "\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void accepted(String what, String body, String request) throws IOException {
        assertThat(served.answer(request)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n" + body);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("accepted")
    void acceptedByteByByte(String what, String body, String request) throws IOException {
        try (Client client = served.connect()) {
            for (int i = 0; i < request.length() && request.length() < 300; i++) {
                client.send(request.substring(i, i + 1));
            }
            if (request.length() < 300) {
                assertThat(client.rest()).endsWith("\r\n\r\n" + body);
            }
        }
    }

    @Test
    void whatFollowsARefusedRequestIsNotAnswered() throws IOException {
        String answer = served.answer(POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + GET + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
    }

    @Test
    void requestsInOnePacketAreAnsweredInOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            requests.append("POST /")
                    .append(i)
                    .append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nb")
                    .append(i % 10);
            expected.append("POST /").append(i).append(" b").append(i % 10).append('\n');
        }
        StringBuilder got = new StringBuilder();
        try (Client client = served.connect()) {
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                got.append(client.response().body()).append('\n');
            }
        }
        assertThat(got.toString()).isEqualTo(expected.toString());
    }

    @Test
    void aClientThatClosesItsSideGetsAllAnswers() throws IOException {
        try (Client client = served.connect()) {
            client.send(GET + "\r\n" + GET + "\r\n");
            client.socket.shutdownOutput();
            assertThat(client.rest().split("200 OK", -1)).hasSize(3);
        }
    }

    private static Arguments row(Object... values) {
        return Arguments.of(values);
    }
}
