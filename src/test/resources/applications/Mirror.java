// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** Shows what it sees: {@code /environ?KEY,KEY}, {@code /env?NAME}, {@code /property?NAME}, one a line. */
public class Mirror implements Application {
    /** While the file of the system property {@code mirror.wait} exists, it is not loaded. */
    public Mirror() {
        while (new File(System.getProperty("mirror.wait", "/no such file")).exists()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) {
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        StringBuilder text = new StringBuilder();
        for (String name : ((String) environ.get("QUERY_STRING")).split(",")) {
            text.append(look((String) environ.get("PATH_INFO"), name, environ)).append('\n');
        }
        return List.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Object look(String what, String name, Map<String, Object> environ) {
        return switch (what) {
            case "/env" -> System.getenv(name);
            case "/property" -> System.getProperty(name);
            default -> environ.get(name);
        };
    }
}
