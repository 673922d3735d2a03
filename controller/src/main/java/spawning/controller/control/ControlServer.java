// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.Outcome;

/**
 * Answers on the control socket, each connection on a virtual thread of its own, at most {@value #MOST_CLIENTS} at once. The
 * controller's thread never waits for it, but for a moment at the end of all.
 */
public final class ControlServer implements AutoCloseable {
    /** Connections that are answered at once; the next one is told so. */
    public static final int MOST_CLIENTS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** For a request to come, and for each reply to be taken. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** For those that wait to hear of the end. */
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    /** After a failed accept, which is for want of descriptors. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ControlSocket socket;
    private final Conversation conversation;
    private final Ending ending;
    private final Semaphore room = new Semaphore(MOST_CLIENTS);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor clock;

    private ControlServer(ControlSocket socket, Conversation conversation, Ending ending) {
        this.socket = socket;
        this.conversation = conversation;
        this.ending = ending;
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("control-clock").daemon().factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * Begins to answer.
     *
     * @param ending told at the end of all, by {@link #close}
     * @throws IOException it cannot be told who may ask
     */
    public static ControlServer start(ControlSocket socket, Commands commands, Ending ending) throws IOException {
        ControlServer server = new ControlServer(socket, new Conversation(commands, Peer.check()), ending);
        var _ = Thread.ofPlatform().name("control").daemon().start(server::accept);
        return server;
    }

    private void accept() {
        while (true) {
            try {
                admit(socket.channel().accept());
            } catch (ClosedChannelException e) {
                return; // the end
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                LOG.warn("a client of the control socket is not let in: {}", e.toString());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void admit(SocketChannel client) throws IOException {
        Line line = new Line(client, clock, LIMIT);
        if (!room.tryAcquire()) {
            try (client) {
                line.write(new ControlReply.End( // so short a line fits the empty buffer of a socket
                        Outcome.REFUSED, MOST_CLIENTS + " clients are being answered already; try again"));
            }
            return;
        }
        open.add(client);
        var _ = Thread.startVirtualThread(() -> {
            try (client) {
                conversation.lead(client, line);
            } catch (IOException e) {
                LOG.debug("a client of the control socket has gone", e);
            } finally {
                open.remove(client);
                room.release();
            }
        });
    }

    /** Lets nobody in any more, gives those that wait the time to say their last word, and cuts them off. */
    @Override
    public void close() {
        socket.close();
        ending.announce();
        try {
            if (!room.tryAcquire(MOST_CLIENTS, END_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.info("leaving without {} clients of the control socket", open.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
        }
        open.forEach(ControlServer::cut);
        clock.shutdownNow();
    }

    private static void cut(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("{} was closed already", client, e);
        }
    }
}
