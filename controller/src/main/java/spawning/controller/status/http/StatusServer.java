// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's HTTP server, bounded in all that a client can take of it: connections, time, size of a header, answers at a time. Requests
 * run on virtual threads, so that one which comes slowly costs a few kilobytes and no thread.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

    /** Read by the JDK's server when its classes are loaded: module-info of jdk.httpserver, times in seconds. */
    private static final Map<String, String> LIMITS = Map.of(
            "jdk.httpserver.maxConnections", "400",
            "sun.net.httpserver.maxIdleConnections", "50",
            "sun.net.httpserver.idleInterval", "30",
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.drainAmount", "4096",
            "sun.net.httpserver.nodelay", "true");

    private static final int BACKLOG = 64;
    private static final int ANSWERS_AT_A_TIME = 16;
    private static final int PATIENCE_SECONDS = 2;

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control",
            "no-store",
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("status-request").factory());
    private final Semaphore answers = new Semaphore(ANSWERS_AT_A_TIME);
    private final Routes routes;
    private final Gate gate;

    private StatusServer(HttpServer server, Routes routes) {
        this.server = server;
        this.routes = routes;
        this.gate = Gate.on(server.getAddress().getAddress());
    }

    /** Binds and serves. @throws java.net.BindException the address is taken, or none of this machine's */
    public static StatusServer open(InetSocketAddress address, Routes routes) throws IOException {
        LIMITS.forEach(System::setProperty);
        HttpServer server = HttpServer.create(address, BACKLOG);
        StatusServer status = new StatusServer(server, routes);
        server.setExecutor(status.threads);
        server.createContext("/", status::handle);
        server.start();
        return status;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        } catch (OutOfMemoryError e) {
            LOG.warn("a question for the status is not answered: {}", e.toString());
        }
    }

    private Answer answer(HttpExchange exchange) {
        Optional<Answer> refusal = gate.refusal(
                exchange.getRequestMethod(), exchange.getRequestHeaders().get("Host"));
        if (refusal.isPresent()) {
            exchange.getResponseHeaders().set("Connection", "close"); // whatever follows it is not read
            return refusal.get();
        }
        try {
            if (!answers.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return Answer.text(503, "too many ask at once", Map.of("Retry-After", "1"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.text(503, "this service ends");
        }
        try {
            return routes.answer(Question.of(exchange));
        } catch (RuntimeException e) {
            LOG.warn("the status of {} cannot be told", exchange.getRequestURI().getPath(), e);
            return Answer.text(500, "a fault of Spawning itself; its log says more");
        } finally {
            answers.release();
        }
    }

    /** For a HEAD the JDK wants the length as a header and not as an argument. */
    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        HEADERS.forEach(headers::set);
        headers.set("Content-Type", answer.type());
        answer.headers().forEach(headers::set);
        byte[] body = answer.body();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head && answer.status() != 304) {
            headers.set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Closes the listener and all connections, at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
