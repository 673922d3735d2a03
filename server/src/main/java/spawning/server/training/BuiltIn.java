// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** Reads what it is sent and says a word: the application of a training that is to leave the real one alone. */
public final class BuiltIn implements Application {
    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws IOException {
        if (environ.get("wsgi.input") instanceof InputStream body) {
            body.transferTo(java.io.OutputStream.nullOutputStream());
        }
        boolean parts = "parts".equals(environ.get("QUERY_STRING"));
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        byte[] word = "trained".getBytes(StandardCharsets.UTF_8);
        return parts ? List.of(word, word) : List.of(word);
    }
}
