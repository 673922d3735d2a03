// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** Has a method for each of five paths; all answer the pid. */
public class Covered implements Application {
    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) {
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        long pid = switch ((String) environ.get("PATH_INFO")) {
            case "/0" -> zeroth();
            case "/1" -> first();
            case "/2" -> second();
            case "/3" -> third();
            case "/4" -> fourth();
            default -> ProcessHandle.current().pid();
        };
        return List.of(Long.toString(pid).getBytes(StandardCharsets.UTF_8));
    }

    private static long zeroth() {
        return ProcessHandle.current().pid();
    }

    private static long first() {
        return ProcessHandle.current().pid();
    }

    private static long second() {
        return ProcessHandle.current().pid();
    }

    private static long third() {
        return ProcessHandle.current().pid();
    }

    private static long fourth() {
        return ProcessHandle.current().pid();
    }
}
