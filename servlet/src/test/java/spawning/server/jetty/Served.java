// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.server.Handler;
import spawning.protocol.ListenerKind;
import spawning.protocol.SessionStore;
import spawning.protocol.WarmUpSettings;
import spawning.protocol.WorkerSettings;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.accept.Acceptor;
import spawning.server.accept.BoundListener;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.jetty.session.SessionSettings;
import spawning.server.jetty.session.SharedSessions;
import spawning.server.log.AccessLog;

/** A handler of Jetty's served by the engine, on a listener that the worker's acceptor has. */
final class Served implements AutoCloseable {
    static final Duration SHORT = Duration.ofMillis(600);

    private static final SessionSettings NO_SESSIONS =
            SessionSettings.of(new SessionStore.Memory(false), Duration.ZERO);

    final Scoreboard scoreboard = Scoreboard.unread();

    /** What the controller would be told of requests that do not end. */
    final Queue<String> stuck = new ConcurrentLinkedQueue<>();

    final JettyEngine engine;
    final Acceptor acceptor;
    private final SocketAddress address;

    private Served(Handler handler, int threads, SharedSessions sessions, BoundListener listener, SocketAddress address)
            throws Exception {
        this(handler, settings(threads), sessions, AccessLog.none(), listener, address);
    }

    private Served(
            Handler handler,
            WorkerSettings settings,
            SharedSessions sessions,
            AccessLog accessLog,
            BoundListener listener,
            SocketAddress address)
            throws Exception {
        this.address = address;
        engine = new JettyEngine(settings, handler, sessions, accessLog, scoreboard);
        engine.onStuck(stuck::add);
        engine.start();
        acceptor = new Acceptor(List.of(listener), engine);
        acceptor.start();
    }

    static Served tcp(Handler handler, int threads) throws Exception {
        return tcp(handler, threads, SharedSessions.open(NO_SESSIONS));
    }

    /** With sessions, which stand around the handler. */
    static Served tcp(Handler handler, int threads, SharedSessions sessions) throws Exception {
        return tcp(handler, settings(threads), sessions, AccessLog.none());
    }

    /** With a request timeout. */
    static Served tcp(Handler handler, int threads, Duration requestTimeout) throws Exception {
        return tcp(handler, threads, requestTimeout, AccessLog.none());
    }

    /** With an access log, which is the caller's to close. */
    static Served tcp(Handler handler, int threads, Duration requestTimeout, AccessLog accessLog) throws Exception {
        return tcp(handler, settings(threads, requestTimeout), SharedSessions.open(NO_SESSIONS), accessLog);
    }

    private static Served tcp(Handler handler, WorkerSettings settings, SharedSessions sessions, AccessLog accessLog)
            throws Exception {
        Epoll.ensureAvailability();
        Socket socket = Socket.newSocketStream();
        socket.bind(new InetSocketAddress("127.0.0.1", 0));
        socket.listen(128);
        InetSocketAddress address =
                new InetSocketAddress("127.0.0.1", socket.localAddress().getPort());
        var listener = new WorkerSettings.Listener(ListenerKind.TCP, "127.0.0.1:" + address.getPort());
        return new Served(
                handler, settings, sessions, accessLog, new BoundListener(socket.intValue(), listener), address);
    }

    static Served unix(Handler handler, Path path) throws Exception {
        Epoll.ensureAvailability();
        Socket socket = Socket.newSocketDomain();
        socket.bind(new DomainSocketAddress(path.toString()));
        socket.listen(128);
        var listener = new WorkerSettings.Listener(ListenerKind.UNIX, "unix:" + path);
        return new Served(
                handler,
                2,
                SharedSessions.open(NO_SESSIONS),
                new BoundListener(socket.intValue(), listener),
                UnixDomainSocketAddress.of(path));
    }

    static WorkerSettings settings(int threads) {
        return settings(threads, Duration.ZERO);
    }

    private static WorkerSettings settings(int threads, Duration requestTimeout) {
        return new WorkerSettings(
                7,
                "servlet",
                "test",
                List.of(),
                "",
                List.of(),
                List.of(),
                false,
                2,
                threads,
                Duration.ofSeconds(1),
                SHORT,
                SHORT,
                SHORT,
                requestTimeout,
                2048,
                1000,
                3,
                List.of("127.0.0.1", "unix"),
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
    }

    /** Of the listener, one of TCP. */
    int port() {
        return ((InetSocketAddress) address).getPort();
    }

    Client connect() throws IOException {
        return new Client(address);
    }

    /** Begins a drain, as the worker does it. */
    CompletableFuture<Void> drain(DrainMode mode) {
        acceptor.stop(true);
        return engine.drain(mode, Duration.ZERO);
    }

    /** Sends these bytes and reads until the server closes. */
    String answer(String request) throws IOException {
        try (Client client = connect()) {
            client.send(request);
            return client.rest();
        }
    }

    @Override
    public void close() {
        acceptor.stop(false);
        engine.close();
    }
}
