// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of the control socket that may say anything. */
public final class ControlConnection implements Closeable {
    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    private final BufferedReader reader;

    /** Connects. */
    public ControlConnection(Path socket) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** Where a product has its socket. */
    public static Path socket(Product product) {
        try (Stream<Path> files = Files.walk(product.stateFolder(), 3)) {
            return files.filter(path -> path.endsWith("control"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no control socket in " + product.stateFolder()));
        } catch (IOException e) {
            throw new AssertionError("cannot look for the control socket", e);
        }
    }

    /** Sends bytes as they are; one who does not listen any more is no failure. */
    public ControlConnection send(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            return this; // it has said why already
        }
        return this;
    }

    /** The last line before the end; empty if there is none. */
    public String end() {
        String last = "";
        for (String line = next(); line != null; line = next()) {
            last = line;
        }
        return last;
    }

    private @Nullable String next() {
        try {
            return reader.readLine();
        } catch (IOException e) {
            return null; // reset: what was sent was not all read
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
