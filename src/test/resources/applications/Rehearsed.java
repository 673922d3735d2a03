// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/**
 * Answers with the worker's process and how many requests of its warm-up it has answered. While it warms up, /bad fails and
 * /stuck never answers. It is loaded for as many milliseconds as the system property {@code shop.load} says.
 */
public final class Rehearsed implements Application {
    private final AtomicInteger warmUps = new AtomicInteger();

    public Rehearsed() throws InterruptedException {
        Thread.sleep(Integer.getInteger("shop.load", 0));
    }

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        String status = "200 OK";
        if (Boolean.TRUE.equals(environ.get("spawning.warmup"))) {
            warmUps.incrementAndGet();
            switch ((String) environ.get("PATH_INFO")) {
                case "/bad" -> status = "503 Service Unavailable";
                case "/stuck" -> new CountDownLatch(1).await();
                default -> {}
            }
        }
        byte[] body = (ProcessHandle.current().pid() + " " + warmUps).getBytes(StandardCharsets.US_ASCII);
        start.start(status, List.of(new Header("Content-Length", Integer.toString(body.length))));
        return List.of(body);
    }
}
