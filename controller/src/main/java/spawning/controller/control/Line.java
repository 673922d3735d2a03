// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.ControlRequest;

/**
 * A connection by lines. No client can hold a thread for longer than the limit: one that is slow to ask is not heard to the
 * end, one that does not read is cut off.
 */
final class Line {
    /** Characters of data in one reply. */
    private static final int PIECE = 16 << 10;

    private final SocketChannel channel;
    private final ScheduledExecutorService clock;
    private final Duration limit;

    Line(SocketChannel channel, ScheduledExecutorService clock, Duration limit) {
        this.channel = channel;
        this.clock = clock;
        this.limit = limit;
    }

    /** The connection ends where the request should, or the request is not acceptable. */
    static final class NoRequest extends Exception {
        private static final long serialVersionUID = 1;

        NoRequest(String why) {
            super(why);
        }
    }

    /** Reads the request, which ends with a line feed. */
    String read() throws IOException, NoRequest {
        Future<?> late = clock.schedule(this::stopReading, limit.toNanos(), TimeUnit.NANOSECONDS);
        ByteBuffer buffer = ByteBuffer.allocate(ControlRequest.MAX_BYTES);
        try {
            while (channel.read(buffer) >= 0) {
                int end = lineEnd(buffer);
                if (end >= 0) {
                    return new String(buffer.array(), 0, end, StandardCharsets.UTF_8);
                }
                if (!buffer.hasRemaining()) {
                    throw new NoRequest("the request is longer than " + ControlRequest.MAX_BYTES + " bytes");
                }
            }
        } finally {
            late.cancel(false);
        }
        throw new NoRequest(
                late.isCancelled() && buffer.position() == 0
                        ? "" // a look whether somebody listens
                        : "no whole request came, a line with its line feed, within " + limit.toSeconds() + " s");
    }

    private static int lineEnd(ByteBuffer buffer) {
        for (int i = 0; i < buffer.position(); i++) {
            if (buffer.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void stopReading() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            cut(); // it has gone already
        }
    }

    void progress(String text) throws IOException {
        write(new ControlReply.Progress(text));
    }

    /** In pieces, if it is long. */
    void data(String kind, String text) throws IOException {
        int from = 0;
        do {
            int to = Math.min(from + PIECE, text.length());
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--; // both halves go together
            }
            write(new ControlReply.Data(kind, text.substring(from, to)));
            from = to;
        } while (from < text.length());
    }

    void write(ControlReply reply) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((reply.encode() + "\n").getBytes(StandardCharsets.UTF_8));
        Future<?> late = clock.schedule(this::cut, limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            late.cancel(false);
        }
    }

    private void cut() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }
}
