// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import com.google.gson.GsonBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the product's status page with the policy of the product, and the status documents that a test makes up. */
public final class StatusStandIn implements AutoCloseable {
    private static final Path PAGE = Path.of(System.getProperty("spawning.home", "../.."))
            .resolve("controller/src/main/resources/spawning/controller/status/page");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html; charset=utf-8", "css", "text/css", "js", "text/javascript");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicInteger mostAsking = new AtomicInteger();
    private volatile String status = "{}";
    private volatile int code = 200;
    private volatile CountDownLatch stalled = new CountDownLatch(0);
    private HttpServer server;
    private final InetSocketAddress address;

    public StatusStandIn() throws IOException {
        server = listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = server.getAddress();
    }

    private HttpServer listening(InetSocketAddress where) throws IOException {
        HttpServer fresh = HttpServer.create(where, 0);
        fresh.setExecutor(threads);
        fresh.createContext("/", this::answer);
        fresh.start();
        return fresh;
    }

    /** Where the page is. */
    public String page() {
        return origin() + "/status";
    }

    /** Scheme, host and port. */
    public String origin() {
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** The status from now on. */
    public void tells(Map<String, ?> document) {
        tells(new GsonBuilder().serializeNulls().create().toJson(document));
    }

    /** The body of the status from now on, whatever it is. */
    public void tells(String body) {
        code = 200;
        status = body;
    }

    /** From now on the status is refused with this code. */
    public void refuses(int code) {
        this.code = code;
    }

    /** No question is answered until {@link #goesOn}. */
    public void stalls() {
        stalled = new CountDownLatch(1);
    }

    /** Ends {@link #stalls}. */
    public void goesOn() {
        stalled.countDown();
    }

    /** The port is closed until {@link #comesBack}. */
    public void goesAway() {
        server.stop(0);
    }

    /** The same port is open again. */
    public void comesBack() throws IOException {
        server = listening(address);
    }

    /** How often the status was asked for. */
    public int asked() {
        return asked.get();
    }

    /** The most questions for the status that were open at one time. */
    public int mostAsking() {
        return mostAsking.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().replaceFirst("^/behind/a/proxy", "");
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (path.equals("/status.json")) {
                answerStatus(exchange);
            } else {
                answerFile(exchange, path);
            }
        }
    }

    private void answerStatus(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        mostAsking.accumulateAndGet(asking.incrementAndGet(), Math::max);
        try {
            stalled.await();
            send(exchange, code, "application/json", status.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            asking.decrementAndGet();
        }
    }

    private static void answerFile(HttpExchange exchange, String path) throws IOException {
        String name = path.equals("/status") ? "index.html" : path.replaceFirst("^/status/", "");
        Path file = PAGE.resolve(name);
        if (name.contains("/") || !Files.isRegularFile(file)) {
            send(exchange, 404, "text/plain", new byte[0]);
            return;
        }
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        send(exchange, 200, type, Files.readAllBytes(file));
    }

    private static void send(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        goesOn();
        server.stop(0);
        threads.shutdownNow();
        threads.close();
    }
}
