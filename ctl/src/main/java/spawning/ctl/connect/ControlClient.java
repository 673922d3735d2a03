// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.connect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** Asks one controller, each request on a connection of its own. */
public record ControlClient(Path socket) {
    /**
     * Asks, and waits for the end.
     *
     * @param limit for all of it; zero: none
     * @param replies told of each reply but the last one, as it comes
     * @throws Failure nobody answers, not to the end, or not in time
     */
    public ControlReply.End ask(ControlRequest request, Duration limit, Consumer<ControlReply> replies) throws Failure {
        AtomicBoolean late = new AtomicBoolean();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().factory())) {
            if (limit.isPositive()) {
                var _ = clock.schedule(() -> giveUp(channel, late), limit.toNanos(), TimeUnit.NANOSECONDS);
            }
            try {
                connect(channel, late);
                return converse(channel, request, replies);
            } finally {
                clock.shutdownNow();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw late.get() ? new Failure(Outcome.TIMED_OUT, "not done within " + text(limit)) : broken(e);
        }
    }

    private static String text(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private Failure broken(Exception e) {
        return new Failure(
                Outcome.NO_CONTROLLER,
                "the controller at " + socket + " does not answer as it should: " + e.getMessage());
    }

    private static void giveUp(SocketChannel channel, AtomicBoolean late) {
        late.set(true);
        try {
            channel.close();
        } catch (IOException e) {
            // whoever reads from it fails all the same
        }
    }

    /** Blocks while the queue of those who were not let in yet is full, as that of a stopped controller may be. */
    private void connect(SocketChannel channel, AtomicBoolean late) throws Failure, IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            if (late.get()) {
                throw e;
            }
            throw new Failure(Outcome.NO_CONTROLLER, "no controller answers at " + socket + ": " + e.getMessage());
        }
    }

    private ControlReply.End converse(SocketChannel channel, ControlRequest request, Consumer<ControlReply> replies)
            throws IOException, Failure {
        send(channel, request);
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            ControlReply reply = ControlReply.decode(line);
            if (reply instanceof ControlReply.End end) {
                return end;
            }
            replies.accept(reply);
        }
        throw new Failure(Outcome.NO_CONTROLLER, "the controller died, or left without an answer");
    }

    private static void send(SocketChannel channel, ControlRequest request) {
        ByteBuffer bytes = ByteBuffer.wrap((request.encode() + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }

        } catch (IOException e) {
            // one that takes no request may have said why
        }
    }
}
