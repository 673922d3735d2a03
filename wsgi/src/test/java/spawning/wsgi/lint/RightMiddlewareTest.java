// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.Middleware;

/** Middlewares as people write them, which are right, under a validator on both sides of them. */
class RightMiddlewareTest {
    private static final List<Header> TEXT = List.of(new Header("Content-Type", "text/plain"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TestResponse send(Middleware middleware, Application application) throws Exception {
        Application inner = new Lint("app", "middleware").wrap(application);
        return TestRequest.post("/", "a=b").send(new Lint("middleware", "server").wrap(middleware.wrap(inner)));
    }

    @Test
    void anErrorPageMayUseTheRequestsErrorsAfterTheApplicationFailed() throws Exception {
        Middleware errorPage = next -> (environ, start) -> {
            try {
                return next.call(environ, start);
            } catch (IllegalStateException e) {
                ((PrintWriter) environ.get("wsgi.errors")).println("failed: " + e.getMessage());
                start.start("500 Internal Server Error", TEXT, e);
                return List.of(bytes("sorry"));
            }
        };
        TestResponse response = send(errorPage, (environ, start) -> {
            throw new IllegalStateException("of the application");
        });
        assertThat(response.text()).isEqualTo("sorry");
        assertThat(response.errors()).contains("failed: of the application");
    }

    @Test
    void aBodyMayWriteToTheRequestsErrorsWhenItIsClosed() throws Exception {
        TestResponse response =
                send(next -> (environ, start) -> new Timed(next.call(environ, start), environ), (environ, start) -> {
                    start.start("200 OK", TEXT);
                    return new Timed(List.of(bytes("x"), bytes("y")), environ);
                });
        assertThat(response.text()).isEqualTo("xy");
        assertThat(response.errors().lines()).containsExactly("closed", "closed");
    }

    @Test
    void aMiddlewareMayReadWhatTheApplicationLeftOfTheRequestsBody() throws Exception {
        TestResponse response = send(
                next -> (environ, start) -> {
                    Iterable<byte[]> body = next.call(environ, start);
                    byte[] rest = ((InputStream) environ.get("wsgi.input")).readAllBytes();
                    ((PrintWriter) environ.get("wsgi.errors")).println("left: " + rest.length);
                    return body;
                },
                (environ, start) -> {
                    start.start("200 OK", TEXT);
                    return List.of(bytes("x"), bytes("y"));
                });
        assertThat(response.errors()).contains("left: 3");
    }

    /** Wraps a body, and says when it is closed. */
    private record Timed(Iterable<byte[]> body, Map<String, Object> environ)
            implements Iterable<byte[]>, AutoCloseable {
        @Override
        public Iterator<byte[]> iterator() {
            return body.iterator();
        }

        @Override
        public void close() throws IOException {
            try {
                if (body instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            } catch (Exception e) {
                throw new IOException(e);
            } finally {
                ((PrintWriter) environ.get("wsgi.errors")).println("closed");
            }
        }
    }
}
