// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import spawning.wsgi.RequestUrl;

/** The environ of a request, by better names. */
record Request(Map<String, Object> environ) {
    private static final int LARGEST_BODY = 100_000;

    String method() {
        return (String) environ.get("REQUEST_METHOD");
    }

    boolean reads() {
        return method().equals("GET") || method().equals("HEAD");
    }

    /** As text: PATH_INFO holds bytes. */
    String path() {
        return RequestUrl.path(environ);
    }

    /** The value of a header field, empty when there is none. */
    String header(String name) {
        String key = name.toUpperCase(Locale.ROOT).replace('-', '_');
        // CGI has these two without the prefix
        String prefix = key.equals("CONTENT_TYPE") || key.equals("CONTENT_LENGTH") ? "" : "HTTP_";
        return (String) environ.getOrDefault(prefix + key, "");
    }

    /** Whether the client has this version already: If-None-Match, RFC 9110 section 13.1.2. */
    boolean has(String etag) {
        return Arrays.stream(header("If-None-Match").split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.replaceFirst("^W/", "").equals(etag));
    }

    /**
     * A body of JSON. A form of another site's page cannot have this type without the browser's asking us first, so that this
     * check is the protection against cross-site request forgery, too.
     */
    String json() throws IOException, Problem {
        if (!header("Content-Type").split(";")[0].strip().equalsIgnoreCase("application/json")) {
            throw new Problem(415, "the body must be of type application/json");
        }
        byte[] body = ((InputStream) environ.get("wsgi.input")).readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new Problem(413, "the body must not be larger than " + LARGEST_BODY + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
