// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import spawning.wsgi.Application;
import spawning.wsgi.Header;

/**
 * A request for a unit test of an application: calls it as a server would, under the {@linkplain Lint validator}, without a
 * server, a port or another thread.
 *
 * <pre>{@code
 * TestResponse response = TestRequest.post("/cart?add=7", "amount=2").header("Cookie", "id=1").send(new Shop());
 * assertEquals("303 See Other", response.status());
 * assertEquals("/cart", response.header("Location"));
 * }</pre>
 *
 * <p>Not thread-safe; may be sent several times.
 */
public final class TestRequest {
    private final Map<String, Object> environ = new HashMap<>();
    private final byte[] body;

    private TestRequest(String method, String target, byte[] body) {
        this.body = body.clone();
        int question = target.indexOf('?');
        environ.put("REQUEST_METHOD", method);
        environ.put("SCRIPT_NAME", "");
        environ.put("PATH_INFO", bytesAsText(question < 0 ? target : target.substring(0, question)));
        environ.put("QUERY_STRING", question < 0 ? "" : target.substring(question + 1));
        environ.put("SERVER_NAME", "localhost");
        environ.put("SERVER_PORT", "80");
        environ.put("SERVER_PROTOCOL", "HTTP/1.1");
        environ.put("REMOTE_ADDR", "127.0.0.1");
        environ.put("HTTP_HOST", "localhost");
        environ.put("wsgi.version", List.of(1, 0));
        environ.put("wsgi.url_scheme", "http");
        environ.put("wsgi.multithread", true);
        environ.put("wsgi.multiprocess", true);
        environ.put("wsgi.run_once", false);
        if (body.length > 0) {
            environ.put("CONTENT_LENGTH", Integer.toString(body.length));
        }
    }

    /**
     * A GET.
     *
     * @param target the path, not percent-encoded, and the query behind a question mark, as it goes over the wire
     */
    public static TestRequest get(String target) {
        return of("GET", target, new byte[0]);
    }

    /** A POST of a form, in UTF-8; its Content-Type may be replaced by {@link #header}. */
    public static TestRequest post(String target, String form) {
        return of("POST", target, form.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    /** Any method, with the bytes of a body. */
    public static TestRequest of(String method, String target, byte[] body) {
        return new TestRequest(method, target, body);
    }

    /** Adds a header, or replaces one. */
    public TestRequest header(String name, String value) {
        String key = name.toUpperCase(Locale.ROOT).replace('-', '_');
        boolean content = key.equals("CONTENT_TYPE") || key.equals("CONTENT_LENGTH");
        return variable(content ? key : "HTTP_" + key, value);
    }

    /** Puts a variable into environ, or replaces one. */
    public TestRequest variable(String name, Object value) {
        environ.put(name, value);
        return this;
    }

    /**
     * Calls an application, takes its whole response and closes it.
     *
     * @throws LintError it breached the contract
     * @throws Exception what the application throws
     */
    public TestResponse send(Application application) throws Exception {
        StringWriter errors = new StringWriter();
        Map<String, Object> own = new HashMap<>(environ);
        own.put("wsgi.input", new ByteArrayInputStream(body));
        own.put("wsgi.errors", new PrintWriter(errors));
        Received received = new Received();
        Application checked = new Lint("the application", "the test").wrap(application);
        Iterable<byte[]> returned = checked.call(own, received::start);
        try {
            for (byte[] element : returned) {
                received.bytes.writeBytes(element);
            }
        } finally {
            if (returned instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
        return new TestResponse(received.status, received.headers, received.bytes.toByteArray(), errors.toString());
    }

    private static String bytesAsText(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static final class Received {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private String status = "";
        private List<Header> headers = List.of();

        spawning.wsgi.Write start(String newStatus, List<Header> newHeaders, @Nullable Throwable error) {
            if (error != null && bytes.size() > 0) {
                throw new IllegalStateException("start was called with an error after headers were sent", error);
            }
            status = newStatus;
            headers = new ArrayList<>(newHeaders);
            return bytes::writeBytes;
        }
    }
}
