// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** The smallest application: {@code bin/spawning examples/hello/Hello.java}, then look at http://127.0.0.1:8080/. */
public final class Hello implements Application {
    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) {
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        return List.of("Hello, World!".getBytes(StandardCharsets.UTF_8));
    }
}
