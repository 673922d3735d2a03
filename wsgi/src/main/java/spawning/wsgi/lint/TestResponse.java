// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spawning.wsgi.Header;

/** What an application answered to a {@link TestRequest}. Immutable but for the array of {@link #body}, a copy. */
public final class TestResponse {
    private final String status;
    private final List<Header> headers;
    private final byte[] body;
    private final String errors;

    TestResponse(String status, List<Header> headers, byte[] body, String errors) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.errors = errors;
    }

    /** Code and reason, such as {@code 200 OK}. */
    public String status() {
        return status;
    }

    /** The headers in their order. */
    public List<Header> headers() {
        return headers;
    }

    /** The value of the first header of this name, whatever its case; null when there is none. */
    public @Nullable String header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    /** The bytes of the body, a copy. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What the application wrote to {@code wsgi.errors}. */
    public String errors() {
        return errors;
    }
}
