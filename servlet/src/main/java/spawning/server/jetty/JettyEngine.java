// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.ListenerKind;
import spawning.protocol.TrustedProxies;
import spawning.protocol.WorkerSettings;
import spawning.protocol.WorkerSettings.Listener;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.HttpEngine;
import spawning.server.engine.Inside;
import spawning.server.engine.RequestUnderWay;
import spawning.server.jetty.session.SharedSessions;
import spawning.server.log.AccessLog;
import spawning.server.log.RequestIds;
import spawning.server.wsgi.Forwarding;

/**
 * Serves servlet applications with Jetty, which is given connections and never a listener. A drain does not stop Jetty: that
 * would answer 503 and cut idle connections; it lets each connection end after its response, and stops Jetty when none is
 * left.
 */
final class JettyEngine implements HttpEngine {
    private static final Logger LOG = LoggerFactory.getLogger(JettyEngine.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** How often connections are looked at that wait for too long: their limits are as exact as this. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final AdoptedChannel channels = AdoptedChannel.lookup();
    private final Account account;
    private final Connections connections;
    private final @Nullable RequestPool pool;
    private final Scheduler clock = new ScheduledExecutorScheduler("jetty-clock", true);
    private final Server server;
    private final RequestThreads threads;
    private final LateRequests lateRequests;
    private final AdoptingConnector connector;
    private final SharedSessions sessions;

    private volatile Runnable wakeAcceptor = () -> {};
    private volatile Runnable onClose = () -> {};
    private volatile Consumer<String> onStuck = what -> {};
    private volatile Runnable onOutOfMemory = () -> {};
    private boolean closed;

    /** For the worker's own connections, which most workers do not make; the thread's that makes them. */
    private @Nullable Account warmUpAccount;

    /** When connections were looked at last, by System.nanoTime; the clock's. */
    private long looked = System.nanoTime();

    /**
     * An engine that is not started.
     *
     * @param settings its limits
     * @param application started and stopped with the engine
     * @param sessions those of the application, closed with the engine
     * @param accessLog written to until {@link #close}, which does not close it
     * @param scoreboard where requests and connections are counted
     */
    JettyEngine(
            WorkerSettings settings,
            Handler application,
            SharedSessions sessions,
            AccessLog accessLog,
            Scoreboard scoreboard)
            throws Exception {
        this.sessions = sessions;
        account = new Account(scoreboard, accessLog, false);
        connections = new Connections(settings.workerConnections(), this::roomChanged, () -> onClose.run());
        pool = settings.threads() == 0 ? null : new RequestPool(settings.threads(), this::roomChanged);
        server = new Server(pool == null ? VirtualRequests.pool() : pool, clock, null);
        server.setStopTimeout(0);
        server.setErrorHandler(DiscreetErrors.outside());
        server.addBean(new DiscreetErrors.Shortage(() -> onOutOfMemory.run()));
        sessions.installOn(server);
        if (accessLog.enabled()) {
            server.setRequestLog(new AccessLines());
        }
        threads = new RequestThreads(limited(application, settings.maxBody()), settings.threads(), this::roomChanged);
        server.setHandler(pool == null ? threads : new RequestPace(threads, pool));
        lateRequests = new LateRequests(settings.requestTimeout(), what -> onStuck.accept(what));
        connector = new AdoptingConnector(
                server,
                pool,
                connections,
                Limits.of(settings),
                lateRequests,
                new HttpConnectionFactory(http(settings)));
        server.addConnector(connector);
    }

    private static Handler limited(Handler application, long maxBody) {
        if (maxBody == Long.MAX_VALUE) {
            return application;
        }
        SizeLimitHandler limit = new SizeLimitHandler(maxBody, -1);
        limit.setHandler(application);
        return limit;
    }

    private HttpConfiguration http(WorkerSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(settings.maxHeader());
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setHttpCompliance(HttpCompliance.STRICT); // RFC9110 takes bare line feeds
        http.addCustomizer(new RequestStart(
                connections,
                settings.keepAlive(),
                settings.requestTimeout(),
                new RequestIds(settings.requestIdHeader())));
        http.addCustomizer(new ForwardedRequests(new Forwarding(TrustedProxies.of(settings.forwardedAllowIps()))));
        return http;
    }

    @Override
    public void start() throws Exception {
        try {
            server.start();
        } catch (Exception | Error e) {
            stop(e);
            throw e;
        }
        look();
    }

    private void look() {
        long now = System.nanoTime();
        boolean stoodStill = now - looked > LOOK.multipliedBy(3).toNanos();
        looked = now;
        try {
            if (!stoodStill) { // else what came meanwhile is read first
                connections.look();
            }
            lateRequests.judge();
        } catch (RuntimeException | Error e) {
            LOG.error("connections could not be looked at; trying again", e);
        } finally {
            if (clock.isRunning()) {
                var _ = clock.schedule(this::look, LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void stop(@Nullable Throwable cause) {
        try {
            server.stop();
        } catch (Exception e) {
            if (cause == null) {
                LOG.warn("Jetty did not stop orderly", e);
            } else {
                cause.addSuppressed(e);
            }
        }
        sessions.close(); // after the application, whose last requests save
    }

    @Override
    public void adopt(int descriptor, Listener listener) {
        Account own = listener.kind() == ListenerKind.WARM_UP ? warmUpAccount() : account;
        connections.arrived(own.scoreboard());
        try {
            var channel = channels.open(descriptor, listener.kind().tcp());
            connections.adopted(channel, own.scoreboard());
            connector.adopt(channel, own);
        } catch (IOException | RuntimeException e) {
            LOG.debug("a connection from {} ended before it was served", listener.address(), e);
            connections.gone(own.scoreboard());
        }
    }

    private Account warmUpAccount() {
        Account made = warmUpAccount;
        if (made == null) {
            made = account.warmingUp();
            warmUpAccount = made;
        }
        return made;
    }

    @Override
    public boolean full() {
        return connections.full() || threads.busy() || queued() > 0;
    }

    /** Requests, and other work, that wait for a thread. Any thread. */
    int queued() {
        return pool == null ? 0 : pool.queued();
    }

    @Override
    public boolean hasSlot() {
        return !connections.full();
    }

    @Override
    public int connections() {
        return connections.count();
    }

    @Override
    public void onClose(Runnable action) {
        onClose = action;
    }

    @Override
    public long answered() {
        return threads.answered();
    }

    @Override
    public void onRoomChange(Runnable wakeAcceptor) {
        this.wakeAcceptor = wakeAcceptor;
    }

    private void roomChanged() {
        wakeAcceptor.run();
    }

    /** Not told: Jetty's threads share no locks with the application. */
    @Override
    public void onDeadlock(Consumer<String> action) {}

    @Override
    public void onStuck(Consumer<String> action) {
        onStuck = action;
    }

    @Override
    public void onOutOfMemory(Runnable action) {
        onOutOfMemory = action;
    }

    @Override
    public boolean moves() {
        return true; // its selectors run no application
    }

    @Override
    public List<RequestUnderWay> underWay() {
        return connections.underWay();
    }

    @Override
    public Inside inside() {
        WebAppContext application = server.getDescendants(WebAppContext.class).getFirst();
        List<Path> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            classPath.add(Path.of(entry));
        }
        if (application.getClassLoader() instanceof URLClassLoader loader) {
            Stream.of(loader.getURLs())
                    .filter(url -> url.getProtocol().equals("file"))
                    .forEach(url -> classPath.add(Path.of(URI.create(url.toString()))));
        }
        return new Inside(
                application.getServletContext(),
                ServletContext.class.getName(),
                application.getClassLoader(),
                classPath);
    }

    @Override
    public CompletableFuture<Void> drain(DrainMode mode, Duration limit) {
        return connections.drain(mode, limit);
    }

    /** On a thread of its own, since nobody knows how long an application takes to end. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Thread closer = Thread.ofPlatform().name("application-close").daemon().start(() -> stop(null));
        try {
            if (!closer.join(CLOSE_LIMIT)) {
                LOG.warn("the application did not close within {}; going on without it", CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever ends us does not want to wait
        }
    }
}
