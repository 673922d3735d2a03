// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** What the tests of the rules share. */
final class Breaches {
    static final List<Header> TEXT = List.of(new Header("Content-Type", "text/plain"));

    /** A start that takes everything. */
    static final StartResponse SERVER = (status, headers, error) -> bytes -> {};

    static final Application GOOD = (environ, start) -> {
        start.start("200 OK", TEXT);
        return List.of(bytes("good"));
    };

    private Breaches() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A correct environ, changed by these pairs; a null removes. */
    static Map<String, Object> environ(Object... pairs) {
        Map<String, Object> environ = new HashMap<>();
        environ.put("REQUEST_METHOD", "GET");
        environ.put("SCRIPT_NAME", "");
        environ.put("PATH_INFO", "/");
        environ.put("QUERY_STRING", "");
        environ.put("SERVER_NAME", "localhost");
        environ.put("SERVER_PORT", "80");
        environ.put("SERVER_PROTOCOL", "HTTP/1.1");
        environ.put("wsgi.version", List.of(1, 0));
        environ.put("wsgi.url_scheme", "http");
        environ.put("wsgi.input", new ByteArrayInputStream(bytes("abc")));
        environ.put("wsgi.errors", new PrintWriter(new StringWriter()));
        environ.put("wsgi.multithread", true);
        environ.put("wsgi.multiprocess", true);
        environ.put("wsgi.run_once", false);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] == null) {
                environ.remove((String) pairs[i]);
            } else {
                environ.put((String) pairs[i], pairs[i + 1]);
            }
        }
        return environ;
    }

    /** Calls an application as a server would, to the end. */
    static void serve(Application application, Map<String, Object> environ) throws Exception {
        Iterable<byte[]> body = application.call(environ, SERVER);
        try {
            body.forEach(element -> assertThat(element).isNotNull());
        } finally {
            if (body instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    static void isRefused(Rule rule, Application application) {
        isRefused(rule, application, environ());
    }

    static void isRefused(Rule rule, Application application, Map<String, Object> environ) {
        fails(rule, () -> serve(new Lint("application shop", "middleware gzip").wrap(application), environ));
    }

    static LintError fails(Rule rule, ThrowingCallable code) {
        LintError error = catchThrowableOfType(LintError.class, code);
        assertThat(error).as("a breach of %s", rule.id()).isNotNull();
        assertThat(error.rule()).as(error.getMessage()).isEqualTo(rule);
        return error;
    }
}
