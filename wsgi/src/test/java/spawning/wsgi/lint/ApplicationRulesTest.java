// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static spawning.wsgi.lint.Breaches.TEXT;
import static spawning.wsgi.lint.Breaches.bytes;
import static spawning.wsgi.lint.Breaches.environ;
import static spawning.wsgi.lint.Breaches.fails;
import static spawning.wsgi.lint.Breaches.isRefused;
import static spawning.wsgi.lint.Breaches.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;
import spawning.wsgi.Write;

/** What an application must not do, rule by rule. */
class ApplicationRulesTest {
    private static Application answering(String status, List<Header> headers, String... elements) {
        return (environ, start) -> {
            start.start(status, headers);
            return Stream.of(elements).map(Breaches::bytes).toList();
        };
    }

    private static List<Header> headers(String... namesAndValues) {
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource({
        "'', STATUS_FORMAT",
        "200, STATUS_FORMAT",
        "OK, STATUS_FORMAT",
        "'200 ', STATUS_FORMAT",
        "'200  OK', STATUS_FORMAT",
        "2000 OK, STATUS_FORMAT",
        "100 Continue, STATUS_RANGE",
        "600 OK, STATUS_RANGE",
        "'200 OK\n', STATUS_CHARACTERS",
        "'200 \u20ac', STATUS_CHARACTERS"
    })
    void aStatusIsWellFormed(String status, Rule rule) {
        isRefused(rule, answering(status, TEXT));
    }

    @Test
    void aStatusIsNotNull() {
        isRefused(Rule.STATUS_NULL, answering(null, TEXT));
    }

    @Test
    void headersAreNotNull() {
        isRefused(Rule.HEADERS_NULL, answering("200 OK", null));
        isRefused(Rule.HEADER_NULL, answering("200 OK", Collections.singletonList(null)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', x, HEADER_NAME",
        "A B, x, HEADER_NAME",
        "A:, x, HEADER_NAME",
        "A-, x, HEADER_NAME_END",
        "A_, x, HEADER_NAME_END",
        "STATUS, 200 OK, HEADER_STATUS",
        "connection, close, HEADER_HOP_BY_HOP",
        "Transfer-Encoding, chunked, HEADER_HOP_BY_HOP",
        "A, 'x\r\nB: y', HEADER_VALUE_CONTROL",
        "A, '\u0001', HEADER_VALUE_CONTROL",
        "A, \u20ac, HEADER_VALUE_CHARSET",
        "A, ' x', HEADER_VALUE_SPACE",
        "Content-Length, -1, CONTENT_LENGTH_FORMAT",
        "Content-Length, 0x1, CONTENT_LENGTH_FORMAT",
        "content-type, text/html, HEADER_REPEATED"
    })
    void headersAreWellFormed(String name, String value, Rule rule) {
        isRefused(rule, answering("200 OK", headers("Content-Type", "text/plain", name, value)));
    }

    @Test
    void aLineBreakDoesNotReachTheMessage() {
        LintError error = fails(
                Rule.HEADER_VALUE_CONTROL,
                () -> serve(new Lint().wrap(answering("200 OK", headers("A", "x\r\nFAKE log line"))), environ()));
        assertThat(error).message().doesNotContain("\n").contains("\\u000d\\u000aFAKE");
    }

    @Test
    void headersMayHaveSeveralOfAName() throws Exception {
        List<Header> cookies = headers("Content-Type", "text/plain", "Set-Cookie", "a=1", "Set-Cookie", "b=2\t;");
        serve(new Lint().wrap(answering("200 OK", cookies, "x")), environ());
    }

    @Test
    void headersAreNotChangedAfterStart() {
        isRefused(Rule.HEADERS_CHANGED, (environ, start) -> {
            List<Header> headers = headers("Content-Type", "text/plain");
            start.start("200 OK", headers);
            headers.add(new Header("Too", "late"));
            return List.of(bytes("x"));
        });
    }

    @Test
    void contentIsAsItsHeadersSay() {
        isRefused(Rule.CONTENT_TYPE_MISSING, answering("200 OK", List.of(), "x"));
        isRefused(Rule.CONTENT_TYPE_FORBIDDEN, answering("204 No Content", TEXT));
        isRefused(Rule.CONTENT_TYPE_FORBIDDEN, answering("304 Not Modified", TEXT));
        isRefused(Rule.CONTENT_LENGTH_FORBIDDEN, answering("204 No Content", headers("Content-Length", "0")));
        isRefused(Rule.BODY_FORBIDDEN, answering("304 Not Modified", headers("ETag", "\"a\""), "x"));
        List<Header> five = headers("Content-Type", "text/plain", "Content-Length", "5");
        isRefused(Rule.CONTENT_LENGTH_SHORT, answering("200 OK", five, "four"));
        isRefused(Rule.CONTENT_LENGTH_SHORT, answering("200 OK", five));
        isRefused(Rule.CONTENT_LENGTH_EXCEEDED, answering("200 OK", five, "abc", "def"));
    }

    @Test
    void headMayBeAnsweredWithAndWithoutTheBodyOfGet() throws Exception {
        List<Header> five = headers("Content-Type", "text/plain", "Content-Length", "5");
        serve(new Lint().wrap(answering("200 OK", five)), environ("REQUEST_METHOD", "HEAD"));
        serve(new Lint().wrap(answering("200 OK", five, "hello")), environ("REQUEST_METHOD", "HEAD"));
        serve(new Lint().wrap(answering("303 See Other", headers("Location", "/"))), environ());
        serve(new Lint().wrap(answering("304 Not Modified", headers("Content-Length", "5"))), environ());
    }

    @Test
    void startIsCalledOnceAndInTime() {
        isRefused(Rule.START_NEVER, (environ, start) -> List.of(bytes("x")));
        isRefused(Rule.START_NEVER, (environ, start) -> List.of(bytes("")));
        isRefused(Rule.START_TWICE, (environ, start) -> {
            start.start("200 OK", TEXT);
            start.start("500 Oh", TEXT);
            return List.of();
        });
        isRefused(Rule.START_OTHER_THREAD, (environ, start) -> {
            inAnotherThread(() -> start.start("200 OK", TEXT));
            return List.of();
        });
    }

    @Test
    void startMayBeCalledAgainWithAnError() throws Exception {
        serve(
                new Lint().wrap((environ, start) -> {
                    start.start("200 OK", headers("Content-Length", "7"));
                    start.start("500 Oh", TEXT, new IOException());
                    return List.of(bytes("oh"));
                }),
                environ());
    }

    @Test
    void whatStartThrowsForAnErrorIsNotCaught() {
        StartResponse committed = (status, headers, error) -> {
            if (error != null) {
                throw new IllegalStateException("sent", error);
            }
            return bytes -> {};
        };
        Application swallowing = (environ, start) -> {
            start.start("200 OK", TEXT).write(bytes("begun"));
            assertThatThrownBy(() -> start.start("500 Oh", TEXT, new IOException()))
                    .hasMessage("sent");
            return List.of(bytes("more"));
        };
        fails(
                Rule.ERROR_SWALLOWED,
                () -> new Lint()
                        .wrap(swallowing)
                        .call(environ(), committed)
                        .iterator()
                        .next());
    }

    @Test
    void nothingIsUsedAfterTheEndOfTheRequest() throws Exception {
        AtomicReference<StartResponse> start = new AtomicReference<>();
        AtomicReference<Write> write = new AtomicReference<>();
        AtomicReference<Map<String, Object>> environ = new AtomicReference<>();
        Application keeping = (e, s) -> {
            environ.set(e);
            start.set(s);
            write.set(s.start("200 OK", TEXT));
            return List.of();
        };
        serve(new Lint().wrap(keeping), environ());
        fails(Rule.START_AFTER_END, () -> start.get().start("200 OK", TEXT));
        fails(Rule.WRITE_AFTER_END, () -> write.get().write(bytes("x")));
        fails(Rule.INPUT_AFTER_END, () -> input(environ.get()).read());
        fails(Rule.ERRORS_AFTER_END, () -> errors(environ.get()).print("x"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theBodyIsAnIterableOfByteArrays() {
        isRefused(Rule.BODY_NULL, (environ, start) -> null);
        isRefused(Rule.ITERATOR_NULL, (environ, start) -> {
            start.start("200 OK", TEXT);
            return () -> null;
        });
        isRefused(Rule.ELEMENT_NULL, (environ, start) -> {
            start.start("200 OK", TEXT);
            return Arrays.asList(bytes("x"), null);
        });
        isRefused(Rule.ELEMENT_TYPE, (environ, start) -> {
            start.start("200 OK", TEXT);
            return (Iterable<byte[]>) (Iterable<?>) List.of("text");
        });
        isRefused(Rule.ITERATOR_BROKEN, (environ, start) -> {
            start.start("200 OK", TEXT);
            return () -> new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public byte[] next() {
                    throw new java.util.NoSuchElementException();
                }
            };
        });
        isRefused(Rule.ELEMENTS_TINY, (environ, start) -> {
            start.start("200 OK", TEXT);
            return Collections.nCopies(5000, bytes("x"));
        });
    }

    @Test
    void writeIsForTheTimeBeforeTheReturn() {
        isRefused(Rule.WRITE_NULL, (environ, start) -> {
            start.start("200 OK", TEXT).write(null);
            return List.of();
        });
        isRefused(Rule.WRITE_AFTER_RETURN, (environ, start) -> {
            Write write = start.start("200 OK", TEXT);
            return () -> {
                try {
                    write.write(bytes("x"));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return Collections.emptyIterator();
            };
        });
        isRefused(Rule.WRITE_OTHER_THREAD, (environ, start) -> {
            Write write = start.start("200 OK", TEXT);
            inAnotherThread(() -> {
                write.write(bytes("x"));
                return null;
            });
            return List.of();
        });
        isRefused(Rule.CONTENT_LENGTH_EXCEEDED, (environ, start) -> {
            start.start("200 OK", headers("Content-Type", "text/plain", "Content-Length", "1"))
                    .write(bytes("xy"));
            return List.of();
        });
    }

    @Test
    void streamsAreTheServersToClose() {
        isRefused(Rule.INPUT_CLOSED, (environ, start) -> {
            start.start("200 OK", TEXT);
            input(environ).close();
            return List.of();
        });
        isRefused(Rule.ERRORS_CLOSED, (environ, start) -> {
            start.start("200 OK", TEXT);
            errors(environ).close();
            return List.of();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_X_USER", "PATH_INFO", "wsgi.input"})
    void environIsNotSpoiled(String key) {
        isRefused(Rule.ENVIRON_SPOILED, (environ, start) -> {
            start.start("200 OK", TEXT);
            environ.put(key, 7);
            return List.of();
        });
    }

    @Test
    void environIsTheApplicationsToExtend() throws Exception {
        serve(
                new Lint().wrap((environ, start) -> {
                    environ.put("com.acme.user", 7);
                    environ.put("REMOTE_USER", "ann");
                    environ.remove("HTTP_HOST");
                    start.start("200 OK", TEXT);
                    return List.of(input(environ).readAllBytes());
                }),
                environ("CONTENT_LENGTH", "3"));
    }

    @Test
    void aBreachThatIsCaughtIsToldNevertheless() {
        isRefused(Rule.HEADER_HOP_BY_HOP, (environ, start) -> {
            try {
                start.start("200 OK", headers("Connection", "close"));
            } catch (Throwable breach) {
                start.start("200 OK", TEXT);
            }
            return List.of(bytes("as if nothing had happened"));
        });
    }

    @Test
    void whatTheApplicationThrowsIsNotChanged() {
        IOException own = new IOException("own");
        assertThatThrownBy(() -> serve(
                        new Lint().wrap((environ, start) -> {
                            throw own;
                        }),
                        environ()))
                .isSameAs(own);
    }

    private static InputStream input(Map<String, Object> environ) {
        return (InputStream) environ.get("wsgi.input");
    }

    private static PrintWriter errors(Map<String, Object> environ) {
        return (PrintWriter) environ.get("wsgi.errors");
    }

    private static void inAnotherThread(java.util.concurrent.Callable<?> code) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                code.call();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        thread.join(10_000);
        if (thrown.get() instanceof Error error) {
            throw error;
        }
    }
}
