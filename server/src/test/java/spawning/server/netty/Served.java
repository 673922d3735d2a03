// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import spawning.protocol.SessionStore;
import spawning.protocol.WarmUpSettings;
import spawning.protocol.WorkerSettings;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.accept.Acceptor;
import spawning.server.accept.Loopback;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.log.AccessLog;
import spawning.wsgi.Application;

/** An application served on loopback by an engine and an acceptor. */
final class Served implements AutoCloseable {
    /** What a test changes of the settings. */
    static final class Limits {
        private int threads = Integer.getInteger("spawning.test.threads", 2);
        private Duration keepAlive = Duration.ofSeconds(15);
        private Duration headerTimeout = Duration.ofSeconds(10);
        private Duration bodyTimeout = Duration.ofSeconds(10);
        private Duration writeTimeout = Duration.ofSeconds(10);
        private Duration requestTimeout = Duration.ZERO;
        private final int maxHeader = 2048;
        private long maxBody = 1000;
        private int connections = 1000;

        Limits threads(int n) {
            threads = n;
            return this;
        }

        Limits keepAlive(Duration d) {
            keepAlive = d;
            return this;
        }

        Limits headerTimeout(Duration d) {
            headerTimeout = d;
            return this;
        }

        Limits bodyTimeout(Duration d) {
            bodyTimeout = d;
            return this;
        }

        Limits writeTimeout(Duration d) {
            writeTimeout = d;
            return this;
        }

        Limits requestTimeout(Duration d) {
            requestTimeout = d;
            return this;
        }

        Limits maxBody(long bytes) {
            maxBody = bytes;
            return this;
        }

        Limits connections(int n) {
            connections = n;
            return this;
        }
    }

    final NettyEngine engine;
    final Loopback loopback;
    /** What the controller would be told of requests that do not end. */
    final Queue<String> stuck = new ConcurrentLinkedQueue<>();

    final Scoreboard scoreboard = Scoreboard.unread();
    private final Acceptor acceptor;

    Served(Application application) throws IOException {
        this(application, limits -> limits);
    }

    Served(Application application, UnaryOperator<Limits> change) throws IOException {
        Limits limits = change.apply(new Limits());
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
                limits.requestTimeout,
                limits.maxHeader,
                limits.maxBody,
                limits.connections,
                List.of("127.0.0.1", "::1"),
                Duration.ofSeconds(120),
                Duration.ZERO,
                "/dev/null",
                "spawning",
                "X-Request-Id",
                "INFO",
                new SessionStore.Memory(false),
                Duration.ZERO,
                WarmUpSettings.NONE,
                null,
                List.of());
        engine = new NettyEngine(settings, 3, application, AccessLog.none(), scoreboard);
        engine.onStuck(stuck::add);
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
