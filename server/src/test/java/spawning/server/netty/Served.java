// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import spawning.protocol.SessionStore;
import spawning.protocol.WorkerSettings;
import spawning.server.accept.Acceptor;
import spawning.server.accept.Loopback;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.log.AccessLog;
import spawning.wsgi.Application;

/** An application served on loopback by an engine and an acceptor. */
final class Served implements AutoCloseable {
    /** What a test changes of the settings. */
    record Limits(
            int threads,
            Duration keepAlive,
            Duration headerTimeout,
            Duration bodyTimeout,
            Duration writeTimeout,
            int maxHeader,
            long maxBody,
            int connections) {
        static final Limits WIDE = new Limits(
                Integer.getInteger("spawning.test.threads", 2),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                2048,
                1000,
                1000);

        Limits threads(int n) {
            return new Limits(n, keepAlive, headerTimeout, bodyTimeout, writeTimeout, maxHeader, maxBody, connections);
        }

        Limits keepAlive(Duration d) {
            return new Limits(threads, d, headerTimeout, bodyTimeout, writeTimeout, maxHeader, maxBody, connections);
        }

        Limits headerTimeout(Duration d) {
            return new Limits(threads, keepAlive, d, bodyTimeout, writeTimeout, maxHeader, maxBody, connections);
        }

        Limits bodyTimeout(Duration d) {
            return new Limits(threads, keepAlive, headerTimeout, d, writeTimeout, maxHeader, maxBody, connections);
        }

        Limits writeTimeout(Duration d) {
            return new Limits(threads, keepAlive, headerTimeout, bodyTimeout, d, maxHeader, maxBody, connections);
        }

        Limits maxBody(long bytes) {
            return new Limits(
                    threads, keepAlive, headerTimeout, bodyTimeout, writeTimeout, maxHeader, bytes, connections);
        }

        Limits connections(int n) {
            return new Limits(threads, keepAlive, headerTimeout, bodyTimeout, writeTimeout, maxHeader, maxBody, n);
        }
    }

    final NettyEngine engine;
    final Loopback loopback;
    private final Acceptor acceptor;

    Served(Application application) throws IOException {
        this(application, limits -> limits);
    }

    Served(Application application, UnaryOperator<Limits> change) throws IOException {
        Limits limits = change.apply(Limits.WIDE);
        WorkerSettings settings = new WorkerSettings(
                7,
                "wsgi",
                "test",
                List.of(),
                "",
                List.of(),
                List.of(),
                false,
                2,
                limits.threads,
                limits.keepAlive,
                limits.headerTimeout,
                limits.bodyTimeout,
                limits.writeTimeout,
                limits.maxHeader,
                limits.maxBody,
                limits.connections,
                List.of("127.0.0.1", "::1"),
                Duration.ofSeconds(120),
                Duration.ZERO,
                "/dev/null",
                "INFO",
                new SessionStore.Memory(false),
                Duration.ZERO,
                List.of());
        engine = new NettyEngine(settings, 3, application, AccessLog.open("/dev/null"));
        engine.start();
        loopback = Loopback.tcp();
        acceptor = new Acceptor(List.of(loopback.copy()), engine);
        acceptor.start();
    }

    Client connect() throws IOException {
        return new Client(loopback.address());
    }

    /** The whole exchange: sends these bytes and reads until the server closes. */
    String answer(String request) throws IOException {
        try (Client client = connect()) {
            client.send(request);
            return client.rest();
        }
    }

    void stopAccepting() {
        acceptor.stop(true);
    }

    void drained(DrainMode mode) throws Exception {
        stopAccepting();
        engine.drain(mode, Duration.ZERO).get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        acceptor.stop(false);
        loopback.close();
        engine.close();
    }
}
