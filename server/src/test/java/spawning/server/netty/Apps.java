// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import spawning.wsgi.Application;
import spawning.wsgi.Header;

/** Small applications. */
final class Apps {
    static final List<Header> TEXT = List.of(new Header("Content-Type", "text/plain"));

    private Apps() {}

    /** Answers with method, path and the body it was sent. */
    static final Application ECHO = (environ, start) -> {
        byte[] body = ((InputStream) environ.get("wsgi.input")).readAllBytes();
        start.start("200 OK", TEXT);
        return List.of(bytes(environ.get("REQUEST_METHOD") + " " + environ.get("PATH_INFO") + " "
                + new String(body, StandardCharsets.ISO_8859_1)));
    };

    /** Answers with some text, without a look at the body. */
    static Application text(String text) {
        return (environ, start) -> {
            start.start("200 OK", TEXT);
            return List.of(bytes(text));
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String string(Map<String, Object> environ, String key) {
        return String.valueOf(environ.get(key));
    }
}
