// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A client that sends and reads raw bytes, each read within a limit. */
final class Client implements AutoCloseable {
    private static final long LIMIT = TimeUnit.SECONDS.toMillis(20);

    private final SocketChannel channel;
    private final Selector selector = Selector.open();
    private final StringBuilder read = new StringBuilder();

    Client(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        var _ = channel.register(selector, SelectionKey.OP_READ);
    }

    void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                throw new AssertionError("the server takes no more");
            }
        }
    }

    /** Reads until this has come, and returns all that was read so far. */
    String until(String expected) throws IOException {
        while (read.indexOf(expected) < 0) {
            if (!more()) {
                throw new AssertionError("closed before <" + expected + "> in <" + read + ">");
            }
        }
        return read.toString();
    }

    /** Reads until the server closes. */
    String rest() throws IOException {
        while (more()) {
            // it has been kept
        }
        return read.toString();
    }

    private boolean more() throws IOException {
        if (selector.select(LIMIT) == 0) {
            throw new AssertionError("nothing came for " + LIMIT + " ms after <" + read + ">");
        }
        selector.selectedKeys().clear();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        int count = channel.read(buffer);
        read.append(new String(buffer.array(), 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
        return count >= 0;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
