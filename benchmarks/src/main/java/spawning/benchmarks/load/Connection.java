// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * One HTTP/1.1 connection, blocking, for one thread. It understands bodies with a Content-Length and bodies that end with
 * the connection, which is all that the contenders send.
 */
public final class Connection implements AutoCloseable {
    private static final int BUFFER_BYTES = 2048;
    private static final int CONNECT_MILLIS = 5000;

    private final Socket socket;
    private final InputStream in;
    private boolean open = true;

    private Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /** Connects to 127.0.0.1; each read may take as long as {@code patience} before it fails. */
    public static Connection open(int port, Duration patience) throws IOException {
        return open(InetAddress.ofLiteral("127.0.0.1"), port, patience);
    }

    /** As {@link #open(int, Duration)}, from that loopback address. */
    public static Connection open(InetAddress from, int port, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MILLIS);
            return new Connection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** One request on a connection of its own. */
    public static Answer once(int port, String path, Duration patience) throws IOException {
        try (Connection connection = open(port, patience)) {
            return connection.exchange(path);
        }
    }

    /** Whether another request may be sent. */
    public boolean isOpen() {
        return open;
    }

    /** Whether something of an answer is there, so that {@link #receive} will soon return. */
    public boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    public Answer exchange(String path) throws IOException {
        send(path);
        return receive();
    }

    public void send(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    public Answer receive() throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new ProtocolException("not an HTTP/1 response: '" + statusLine + "'");
        }
        int length = -1;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                throw new ProtocolException("a response with '" + field + "', but a Content-Length was expected");
            } else if (lower.startsWith("connection:") && lower.contains("close")) {
                open = false;
            }
        }
        return new Answer(
                Integer.parseInt(statusLine.substring(9, 12)), new String(body(length), StandardCharsets.US_ASCII));
    }

    private byte[] body(int length) throws IOException {
        if (length < 0) {
            open = false;
            return in.readAllBytes();
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("a body of " + body.length + " bytes, of " + length + " promised");
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended in or before a response's header");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        open = false;
        socket.close();
    }
}
