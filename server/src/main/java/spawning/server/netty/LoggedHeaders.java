// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spawning.server.wsgi.ResponseHead;
import spawning.wsgi.Header;

/** Looks for headers by name, whatever its case, as the access log wants them: those of one name joined. */
final class LoggedHeaders {
    private static final String SEPARATOR = ", ";

    private LoggedHeaders() {}

    /** Null when there is none. */
    static @Nullable String of(HttpHeaders headers, String name) {
        String first = headers.get(name);
        if (first == null) {
            return null;
        }
        List<String> all = headers.getAll(name);
        return all.size() == 1 ? first : String.join(SEPARATOR, all);
    }

    /** What the application set; null when it did not. */
    static @Nullable String of(ResponseHead response, String name) {
        if (name.equalsIgnoreCase("Content-Length")) {
            return response.contentLength() == ResponseHead.UNKNOWN ? null : Long.toString(response.contentLength());
        }
        @Nullable String found = null;
        for (Header header : response.headers()) {
            if (header.name().equalsIgnoreCase(name)) {
                found = found == null ? header.value() : found + SEPARATOR + header.value();
            }
        }
        return found;
    }
}
