// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.Middleware;
import spawning.wsgi.StartResponse;

/**
 * A middleware: gives each request a name, which stands in its response and is told to people when something breaks, and
 * says which worker answered and how long it took to begin. Knows nothing of the application and can be put around any.
 */
public final class RequestId implements Middleware {
    /** Where the application finds the name. */
    static final String KEY = "notes.request_id";

    /** A proxy's name for the request is kept when it is harmless. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    public Application wrap(Application next) {
        return (environ, start) -> call(next, environ, start);
    }

    private static Iterable<byte[]> call(Application next, Map<String, Object> environ, StartResponse start)
            throws Exception {
        long began = System.nanoTime();
        String given = (String) environ.getOrDefault("HTTP_X_REQUEST_ID", "");
        String id =
                HARMLESS.matcher(given).matches() ? given : UUID.randomUUID().toString();
        environ.put(KEY, id);
        // The body is returned as it is: it stays a stream, a single element, or a file for the file wrapper.
        return next.call(environ, (status, headers, error) -> {
            List<Header> more = new ArrayList<>(headers);
            more.add(new Header("X-Request-ID", id));
            more.add(new Header("Server-Timing", timing(environ, System.nanoTime() - began)));
            return start.start(status, more, error);
        });
    }

    /** Shown by the developer tools of browsers. */
    private static String timing(Map<String, Object> environ, long nanos) {
        double milliseconds = nanos / (double) Duration.ofMillis(1).toNanos();
        return String.format(Locale.ROOT, "worker;desc=%s, app;dur=%.1f", environ.get("spawning.slot"), milliseconds);
    }
}
