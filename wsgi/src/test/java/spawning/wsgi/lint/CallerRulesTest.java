// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static spawning.wsgi.lint.Breaches.GOOD;
import static spawning.wsgi.lint.Breaches.SERVER;
import static spawning.wsgi.lint.Breaches.TEXT;
import static spawning.wsgi.lint.Breaches.bytes;
import static spawning.wsgi.lint.Breaches.environ;
import static spawning.wsgi.lint.Breaches.fails;
import static spawning.wsgi.lint.Breaches.isRefused;
import static spawning.wsgi.lint.Breaches.serve;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.wsgi.Application;
import spawning.wsgi.Middleware;

/** What a server or a middleware must not do, rule by rule. */
class CallerRulesTest {
    private final LintedApplication good = new Lint("application shop", "the server").wrap(GOOD);

    @ParameterizedTest
    @ValueSource(strings = {"REQUEST_METHOD", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.input"})
    void environHasTheRequiredVariables(String key) {
        isRefused(Rule.ENVIRON_KEY_MISSING, GOOD, environ(key, null));
    }

    @Test
    void environIsAMutableMapOfTheRightTypes() {
        isRefused(Rule.ENVIRON_NULL, GOOD, null);
        isRefused(Rule.ENVIRON_READ_ONLY, GOOD, Map.copyOf(environ()));
        isRefused(Rule.ENVIRON_TYPE, GOOD, environ("SERVER_PORT", 80));
        isRefused(Rule.ENVIRON_TYPE, GOOD, environ("HTTP_X", 80));
        isRefused(Rule.ENVIRON_TYPE, GOOD, environ("wsgi.multithread", "yes"));
        isRefused(Rule.ENVIRON_TYPE, GOOD, environ("wsgi.file_wrapper", "none"));
        isRefused(Rule.ENVIRON_CHARSET, GOOD, environ("PATH_INFO", "/\u20ac"));
    }

    @Test
    void environHasTheRightValues() {
        isRefused(Rule.ENVIRON_HTTP_CONTENT, GOOD, environ("HTTP_CONTENT_TYPE", "a/b"));
        isRefused(Rule.ENVIRON_METHOD, GOOD, environ("REQUEST_METHOD", "GET /"));
        isRefused(Rule.ENVIRON_PATH, GOOD, environ("SCRIPT_NAME", "/"));
        isRefused(Rule.ENVIRON_PATH, GOOD, environ("SCRIPT_NAME", "shop"));
        isRefused(Rule.ENVIRON_PATH, GOOD, environ("PATH_INFO", "shop"));
        isRefused(Rule.ENVIRON_PATH, GOOD, environ("PATH_INFO", ""));
        isRefused(Rule.ENVIRON_CONTENT_LENGTH, GOOD, environ("CONTENT_LENGTH", "-1"));
        isRefused(Rule.ENVIRON_VERSION, GOOD, environ("wsgi.version", List.of(2)));
        isRefused(Rule.ENVIRON_SCHEME, GOOD, environ("wsgi.url_scheme", "ftp"));
    }

    @Test
    void environMayLackWhatIsEmpty() throws Exception {
        serve(good, environ("SCRIPT_NAME", null, "QUERY_STRING", null, "CONTENT_LENGTH", ""));
        serve(good, environ("REQUEST_METHOD", "OPTIONS", "PATH_INFO", "*"));
        serve(good, environ("SCRIPT_NAME", "/shop", "PATH_INFO", ""));
    }

    @Test
    void startIsThereAndReturnsAWayToWrite() {
        fails(Rule.START_NULL, () -> good.call(environ(), null));
        fails(Rule.WRITE_MISSING, () -> good.call(environ(), (status, headers, error) -> null));
    }

    @Test
    void headersAreNotChangedByWhoReceivesThem() {
        fails(
                Rule.HEADERS_CHANGED_BY_CALLER,
                () -> good.call(environ(), (status, headers, error) -> {
                    headers.clear();
                    return bytes -> {};
                }));
    }

    @Test
    void aBodyIsIteratedOverOnceAndOnlyWhileItIsOpen() throws Exception {
        Iterable<byte[]> body = good.call(environ(), SERVER);
        Iterator<byte[]> iterator = body.iterator();
        fails(Rule.BODY_ITERATED_TWICE, body::iterator);
        ((AutoCloseable) good.call(environ(), SERVER)).close();
        Iterable<byte[]> closed = good.call(environ(), SERVER);
        Iterator<byte[]> late = closed.iterator();
        ((AutoCloseable) closed).close();
        fails(Rule.BODY_USED_AFTER_CLOSE, late::hasNext);
        fails(Rule.BODY_USED_AFTER_CLOSE, closed::iterator);
        fails(Rule.CLOSE_TWICE, () -> ((AutoCloseable) closed).close());
        assertThat(iterator.next()).isEqualTo(bytes("good"));
    }

    @Test
    void anIteratorIsNotAskedForMoreThanThereIs() throws Exception {
        Iterator<byte[]> iterator = good.call(environ(), SERVER).iterator();
        iterator.next();
        fails(Rule.NEXT_AFTER_END, iterator::next);
        fails(Rule.NEXT_AFTER_FAILURE, iterator::next);
        Iterator<byte[]> ended = good.call(environ(), SERVER).iterator();
        ended.next();
        assertThat(ended.hasNext()).isFalse();
        assertThat(ended.hasNext()).isFalse();
        fails(Rule.NEXT_AFTER_END, ended::next);
    }

    @Test
    void anElementIsNotChangedByWhoReceivesIt() throws Exception {
        Iterator<byte[]> iterator = good.call(environ(), SERVER).iterator();
        Arrays.fill(iterator.next(), (byte) 0);
        fails(Rule.ELEMENT_CHANGED, iterator::hasNext);
        Application writing = (environ, start) -> {
            start.start("200 OK", TEXT).write(bytes("x"));
            return List.of();
        };
        fails(
                Rule.ELEMENT_CHANGED,
                () -> new Lint().wrap(writing).call(environ(), (status, headers, error) -> bytes -> bytes[0] = 0));
    }

    @Test
    void wsgiInputHasWhatContentLengthSays() {
        Application reading = (environ, start) -> {
            ((InputStream) environ.get("wsgi.input")).readAllBytes();
            return GOOD.call(environ, start);
        };
        isRefused(Rule.INPUT_TOO_SHORT, reading, environ("CONTENT_LENGTH", "4"));
        isRefused(Rule.INPUT_TOO_LONG, reading, environ("CONTENT_LENGTH", "2"));
        isRefused(Rule.INPUT_READ_NOTHING, reading, environ("wsgi.input", new ByteArrayInputStream(bytes("abc")) {
            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                return 0;
            }
        }));
    }

    @Test
    void aSingleThreadedApplicationIsCalledByOneThreadAtATime() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Application slow = (environ, start) -> {
            inside.countDown();
            assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
            return GOOD.call(environ, start);
        };
        LintedApplication checked = new Lint().wrap(slow);
        Thread first = Thread.ofPlatform().start(() -> {
            try {
                serve(checked, environ("wsgi.multithread", false));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        fails(Rule.CALLED_AT_ONCE, () -> serve(checked, environ("wsgi.multithread", false)));
        leave.countDown();
        first.join(20_000);
    }

    @Test
    void aClosedApplicationIsNotCalled() throws Exception {
        good.close();
        fails(Rule.CALLED_AFTER_CLOSE, () -> serve(good, environ()));
    }

    @Test
    void theApplicationIsClosedWithItsCheckOnce() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        class Closing implements Application, AutoCloseable {
            @Override
            public Iterable<byte[]> call(Map<String, Object> environ, spawning.wsgi.StartResponse start) {
                return List.of();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        }
        LintedApplication checked = new Lint().wrap(new Closing());
        checked.close();
        checked.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aBodyThatWasNotClosedIsToldWhenTheApplicationIs() throws Exception {
        good.call(environ(), SERVER).forEach(element -> assertThat(element).isNotEmpty());
        assertThat(fails(Rule.CLOSE_NEVER, good::close)).message().startsWith("the server breaches close-never");
    }

    /** Between two validators stands the middleware, so each breach has its owner. */
    private static LintedApplication framed(Middleware middleware, Application inner) throws Exception {
        Application checked = new Lint("application shop", "middleware frame").wrap(inner);
        return new Lint("middleware frame", "the server").wrap(middleware.wrap(checked));
    }

    @Test
    void aMiddlewareThatForgetsToCloseIsNamed() throws Exception {
        Middleware forgetful = next -> (environ, start) -> {
            Iterable<byte[]> body = next.call(environ, start);
            return () -> body.iterator();
        };
        LintError error = fails(Rule.CLOSE_NEVER, () -> serve(framed(forgetful, GOOD), environ()));
        assertThat(error.part()).isEqualTo("middleware frame");
    }

    @Test
    void aMiddlewareThatPassesEverythingOnIsRight() throws Exception {
        LintedApplication framed = framed(next -> next, GOOD);
        serve(framed, environ());
        framed.close();
    }

    @Test
    void theInnermostBreachIsBlamedAlsoWhenAMiddlewareHidesIt() throws Exception {
        Application wrong = (environ, start) -> {
            start.start("200", TEXT);
            return List.of();
        };
        Middleware hiding = next -> (environ, start) -> {
            try {
                return next.call(environ, start);
            } catch (Throwable failure) {
                start.start("500 Internal Server Error", TEXT);
                return List.of(bytes("an error page"));
            }
        };
        LintError error = fails(Rule.STATUS_FORMAT, () -> serve(framed(hiding, wrong), environ()));
        assertThat(error.part()).isEqualTo("application shop");
    }

    @Test
    void aBreachIsToldOnce() throws Exception {
        Iterable<byte[]> body = new Lint()
                .wrap((environ, start) -> {
                    start.start("200 OK", TEXT);
                    return Collections.singletonList(null);
                })
                .call(environ(), SERVER);
        fails(Rule.ELEMENT_NULL, () -> body.iterator().next());
        ((AutoCloseable) body).close();
    }

    @Test
    void theMessageNamesWhoWhatAndWhere() {
        LintError error = fails(Rule.START_NULL, () -> good.call(environ(), null));
        assertThat(error)
                .hasMessage("the server breaches start-null: start is not null; seen: null. Pass a StartResponse."
                        + " (PEP 3333, Specification Details)");
    }

    @Test
    void aBodyOfKnownSizeStaysOne() throws Exception {
        assertThat(good.call(environ(), SERVER)).isInstanceOf(java.util.Collection.class);
        assertThatThrownBy(() -> new Lint()
                        .wrap((environ, start) -> {
                            throw new IllegalStateException("own");
                        })
                        .call(environ(), SERVER))
                .hasMessage("own");
    }
}
