// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.service;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.ControllerConfig.Status;
import spawning.controller.evidence.Masking;
import spawning.controller.listener.Bind;
import spawning.controller.listener.PortHolder;
import spawning.controller.status.StatusBoard;
import spawning.controller.status.history.History;
import spawning.controller.status.history.Sampler;
import spawning.controller.status.http.Routes;
import spawning.controller.status.http.StatusServer;
import spawning.controller.status.metrics.Metrics;
import spawning.controller.status.report.Health;
import spawning.controller.status.report.StatusReport;
import spawning.controller.time.MonotonicClock;

/**
 * Opens and closes the status service as the configuration says, on a thread of its own; the service that it tells of never
 * waits for it, and works without it. Where it cannot listen, that is said, and tried again with the next reload.
 */
public final class StatusService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusService.class);
    private static final long END_LIMIT_SECONDS = 2;

    private final StatusBoard board;
    private final History history = new History();
    private final StatusReport report;
    private final Sampler sampler;
    private final MonotonicClock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("status").factory()); // started with the first task
    private @Nullable StatusServer server;
    private @Nullable Status serving;
    private volatile boolean everWanted;

    /** Tells of what stands on this board, and masks secrets in it. */
    public StatusService(StatusBoard board, Masking masking, MonotonicClock clock) {
        this.board = board;
        this.clock = clock;
        this.report = new StatusReport(board, history, masking, clock);
        this.sampler = new Sampler(board, history, clock);
    }

    /** Opens it, if it is wanted, and follows the configuration from now on. Returns at once. */
    public void begin() {
        board.onAnotherTarget(this::configured);
        configured();
    }

    /** The document, also for others than HTTP; its curves are there while the service has a port. */
    public StatusReport report() {
        return report;
    }

    /** The controller's thread. What is asked for is read later, so that the newest counts. */
    private void configured() {
        everWanted |= board.site().config().status().wanted();
        if (!everWanted) {
            return;
        }
        try {
            thread.execute(this::attempt);
        } catch (RejectedExecutionException e) {
            LOG.debug("the status service ends");
        } catch (OutOfMemoryError e) {
            LOG.warn("no status service: {}", e.toString());
        }
    }

    private void attempt() {
        try {
            follow(board.site().config());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("no status service, for a fault of Spawning itself", e);
        }
    }

    private void follow(ControllerConfig config) {
        Status wanted = config.status();
        if (!wanted.wanted()) {
            leave("the status service is switched off");
        } else if (!wanted.equals(serving)) {
            Bind.Tcp bind = new Bind.Tcp(wanted.host(), wanted.port());
            if (Collision.with(bind, config.listening().binds())) {
                LOG.error(
                        "--status-port: {} is where the service itself listens: there is no status; give another port",
                        bind);
                leave("the status service ends");
            } else {
                open(wanted, bind);
            }
        }
    }

    /** The new one is there before the old one goes. */
    private void open(Status wanted, Bind.Tcp bind) {
        try {
            InetSocketAddress address = new InetSocketAddress(bind.host(), bind.port());
            if (address.isUnresolved()) {
                throw new IOException("the host name '" + bind.host() + "' has no address");
            }
            StatusServer opened =
                    StatusServer.open(address, new Routes(report, new Health(board, clock), new Metrics(board, clock)));
            closeServer();
            server = opened;
            serving = wanted;
            sampler.start();
            LOG.info("status at http://{}/status", bind);
            if (!address.getAddress().isLoopbackAddress()) {
                LOG.warn(
                        "whoever can reach {} sees the configuration, which requests run and how much, and needs no"
                                + " password; nothing can be changed there",
                        bind);
            }
        } catch (IOException e) {
            LOG.warn(
                    "the status service cannot listen on {}: {}{}; {}, and it is tried again at the next reload",
                    bind,
                    e.getMessage(),
                    e instanceof BindException ? ", " + new PortHolder().describe(bind) : "",
                    serving == null ? "there is no status" : "it stays where it is");
        }
    }

    private void leave(String text) {
        if (serving != null) {
            closeServer();
            sampler.close();
            LOG.info("{}", text);
        }
    }

    private void closeServer() {
        if (server != null) {
            server.close();
            server = null;
            serving = null;
        }
    }

    /** Closes the port. Waits for what is being opened, two seconds at most. */
    @Override
    public void close() {
        try {
            thread.execute(this::closeServer);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.debug("the port ends with the process");
        }
        thread.shutdown();
        sampler.close();
        try {
            if (!thread.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the status service does not end within {} s; leaving without it", END_LIMIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
        }
    }
}
