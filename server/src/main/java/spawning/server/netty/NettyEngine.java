// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.HalfClosure;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
import spawning.server.insight.InsightPages;
import spawning.server.log.AccessLog;
import spawning.server.log.RequestIds;
import spawning.server.wsgi.ApplicationRunner;
import spawning.server.wsgi.Forwarding;
import spawning.server.wsgi.ServerVariables;
import spawning.wsgi.Application;

/**
 * Serves WSGI-style applications with Netty: one event loop that owns the connections, and threads that run the
 * application, a pool of platform threads or virtual ones on the loop itself. The two meet in {@link NettyExchange} and
 * {@link RequestBody}; the loop takes no lock that the application could hold.
 */
public final class NettyEngine implements HttpEngine {
    private static final Logger LOG = LoggerFactory.getLogger(NettyEngine.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final WorkerSettings settings;
    private final int slot;
    private final Application application;
    private final AccessLog accessLog;
    private final Scoreboard scoreboard;
    private final @Nullable InsightPages pages;

    private volatile Runnable wakeAcceptor = () -> {};
    private volatile Runnable onClose = () -> {};
    private volatile Consumer<String> onDeadlock = reason -> {};
    private volatile Consumer<String> onStuck = what -> {};
    private volatile Runnable onOutOfMemory = () -> {};
    private volatile @Nullable Running running;
    private boolean closed;

    /** For the worker's own connections, which most workers do not make; the thread's that makes them. */
    private @Nullable EngineParts warmUpParts;

    /** What there is between start and close. */
    private record Running(MultiThreadIoEventLoopGroup group, EventLoop loop, EngineParts parts) {}

    /** An engine that is not started, without pages of its own. */
    public NettyEngine(
            WorkerSettings settings, int slot, Application application, AccessLog accessLog, Scoreboard scoreboard) {
        this(settings, slot, application, accessLog, scoreboard, null);
    }

    /**
     * An engine that is not started.
     *
     * @param settings its limits
     * @param slot the worker's number, for environ
     * @param application called by any number of threads at once, of {@code threads} if that is not 0; closed by {@link #close} when it is closeable
     * @param accessLog written to until {@link #close}, which does not close it
     * @param scoreboard where requests and connections are counted
     * @param pages that are answered in place of the application; null for none
     */
    public NettyEngine(
            WorkerSettings settings,
            int slot,
            Application application,
            AccessLog accessLog,
            Scoreboard scoreboard,
            @Nullable InsightPages pages) {
        if (settings.threads() < 0) {
            throw new IllegalArgumentException("threads=" + settings.threads() + ", and not 0 or more");
        }
        this.settings = settings;
        this.slot = slot;
        this.application = application;
        this.accessLog = accessLog;
        this.scoreboard = scoreboard;
        this.pages = pages;
    }

    @Override
    public void start() {
        ThreadFactory threads = task -> nettysThread(task, "event-loop");
        MultiThreadIoEventLoopGroup group = settings.threads() == 0
                ? GreenLoop.group(threads, EpollIoHandler.newFactory())
                : BatchLoop.group(threads, EpollIoHandler.newFactory());
        EventLoop loop = group.next();
        try {
            running = new Running(group, loop, parts(loop));
        } catch (RuntimeException | Error e) {
            var _ = group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    private EngineParts parts(EventLoop loop) {
        return new EngineParts(
                settings,
                runner(variables()),
                accessLog,
                new RequestIds(settings.requestIdHeader()),
                scoreboard,
                new ResponseEncoder(settings.keepAlive()),
                new RequestCheck(settings.maxHeader(), settings.maxBody()),
                new Forwarding(TrustedProxies.of(settings.forwardedAllowIps())),
                new Connections(settings.workerConnections(), this::roomChanged, () -> onClose.run()),
                dispatcher(loop),
                new LateRequests(loop, settings.requestTimeout(), scoreboard, what -> onStuck.accept(what)),
                false);
    }

    private ServerVariables variables() {
        return new ServerVariables(slot, settings.generation(), settings.threads() != 1, settings.processes() > 1);
    }

    private ApplicationRunner runner(ServerVariables variables) {
        return new ApplicationRunner(application, variables, () -> onOutOfMemory.run(), pages);
    }

    /** A daemon in whose variables Netty finds its buffers quickly. */
    static Thread nettysThread(Runnable task, String name) {
        Thread thread = new FastThreadLocalThread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private Dispatcher dispatcher(EventLoop loop) {
        return settings.threads() == 0
                ? new GreenDispatcher(
                        loop,
                        new LoopWatch(
                                loop,
                                new LoopJudge(),
                                this::roomChanged,
                                reason -> onDeadlock.accept(reason),
                                settings.requestTimeout(),
                                what -> onStuck.accept(what)))
                : new ThreadPool(settings.threads(), (BatchLoop) loop, this::roomChanged);
    }

    private Running running() {
        Running current = running;
        if (current == null) {
            throw new IllegalStateException("the engine is not started, or closed");
        }
        return current;
    }

    @Override
    public void adopt(int descriptor, Listener listener) {
        Running engine = running;
        if (engine == null) {
            closeDescriptor(descriptor);
            return;
        }
        EngineParts parts = partsFor(listener, engine);
        Connections connections = parts.connections();
        connections.adopted(parts.scoreboard());
        try {
            Channel channel = channel(descriptor, listener);
            if (!channel.isActive()) {
                throw new IOException("the client had reset the connection");
            }
            Connection connection = new Connection(parts, channel, engine.loop);
            channel.closeFuture().addListener(ignored -> connections.closed(connection, parts.scoreboard()));
            var _ = engine.loop.register(channel); // if it fails, Netty closes the channel
        } catch (IOException | RuntimeException e) {
            LOG.debug("a connection from {} ended before it was served", listener.address(), e);
            closeDescriptor(descriptor);
            connections.gone(parts.scoreboard());
        }
    }

    private EngineParts partsFor(Listener listener, Running engine) {
        if (listener.kind() != ListenerKind.WARM_UP) {
            return engine.parts;
        }
        EngineParts made = warmUpParts;
        if (made == null) {
            made = engine.parts.warmingUp(runner(variables().warmingUp()), engine.loop);
            warmUpParts = made;
            meetTcp();
        }
        return made;
    }

    /** The worker's own connections are unix sockets; the classes for the others are loaded beside them. */
    private static void meetTcp() {
        try {
            EpollSocketChannel unused = new EpollSocketChannel();
            try {
                HalfClosure.allow(unused);
            } finally {
                unused.unsafe().closeForcibly();
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("the first TCP client has to wait for its classes", e);
        }
    }

    private static Channel channel(int descriptor, Listener listener) throws IOException {
        if (listener.kind().tcp()) {
            EpollSocketChannel channel = new EpollSocketChannel(descriptor);
            channel.config().setTcpNoDelay(true);
            HalfClosure.allow(channel);
            return channel;
        }
        return new EpollDomainSocketChannel(descriptor); // a proxy, which closes both sides or none
    }

    private static void closeDescriptor(int descriptor) {
        try {
            new FileDescriptor(descriptor).close();
        } catch (IOException e) {
            LOG.debug("closing descriptor {} failed", descriptor, e); // the kernel has freed it all the same: close(2)
        }
    }

    @Override
    public boolean full() {
        Running engine = running;
        return engine == null
                || engine.parts.dispatcher().busy()
                || engine.parts.connections().full();
    }

    @Override
    public boolean hasSlot() {
        Running engine = running;
        return engine != null && !engine.parts.connections().full();
    }

    @Override
    public int connections() {
        Running engine = running;
        return engine == null ? 0 : engine.parts.connections().count();
    }

    @Override
    public void onClose(Runnable action) {
        onClose = action;
    }

    @Override
    public long answered() {
        Running engine = running;
        return engine == null ? 0 : engine.parts.dispatcher().answered();
    }

    @Override
    public void onRoomChange(Runnable wakeAcceptor) {
        this.wakeAcceptor = wakeAcceptor;
    }

    private void roomChanged() {
        wakeAcceptor.run();
    }

    @Override
    public void onDeadlock(Consumer<String> action) {
        onDeadlock = action;
    }

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
        Running engine = running;
        return engine == null || !engine.parts.dispatcher().heldUp();
    }

    @Override
    public List<RequestUnderWay> underWay() {
        Running engine = running;
        return engine == null ? List.of() : engine.parts.connections().underWay();
    }

    @Override
    public Inside inside() {
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .toList();
        return new Inside(application, Application.class.getName(), ClassLoader.getSystemClassLoader(), classPath);
    }

    @Override
    public CompletableFuture<Void> drain(DrainMode mode, Duration limit) {
        Running engine = running();
        Connections connections = engine.parts.connections();
        connections.beginDrain(mode, limit);
        engine.loop.execute(() -> connections.drain(mode));
        return connections.drained();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        Running engine = running;
        running = null;
        if (engine != null) {
            stopThreads(engine, deadline);
        }
        if (application instanceof AutoCloseable closeable) {
            closeApplication(closeable, deadline);
        }
    }

    private static void stopThreads(Running engine, long deadline) {
        engine.loop.execute(engine.parts.connections()::closeAll);
        try {
            engine.parts.dispatcher().close(left(deadline).dividedBy(2));
            var _ = engine.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            if (!engine.group.awaitTermination(left(deadline).toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("the event loop did not end within {}; it is left behind", CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the threads are daemons and do not hold up the end of the process
        }
    }

    /** On a thread of its own, since nobody knows how long an application takes. */
    private static void closeApplication(AutoCloseable application, long deadline) {
        Thread closer = Thread.ofPlatform().name("application-close").daemon().start(() -> {
            try {
                application.close();
            } catch (Exception e) {
                LOG.error("closing the application failed", e);
            }
        });
        try {
            if (!closer.join(left(deadline))) {
                LOG.warn("the application did not close within {}; going on without it", CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever ends us does not want to wait
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
}
