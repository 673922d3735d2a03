// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spawning.harness.Broken.How;

/** A client's connection on a plain socket: bytes out, strictly read responses in. Not thread-safe. */
public final class HttpConnection implements Closeable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);
    private static final int LONGEST_LINE = 65_536;

    private final Closeable socket;
    private final InputStream in;
    private final OutputStream out;
    private long lastReceived = System.nanoTime();

    private HttpConnection(Closeable socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /** Connects over TCP. */
    public static HttpConnection to(InetSocketAddress address) throws Broken {
        return connect(address, null);
    }

    /** Connects to a port of 127.0.0.1 from another address of this machine, such as 127.0.0.2. */
    public static HttpConnection from(String ownAddress, int port) throws Broken {
        return connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new InetSocketAddress(InetAddress.ofLiteral(ownAddress), 0));
    }

    private static HttpConnection connect(InetSocketAddress address, @Nullable InetSocketAddress own) throws Broken {
        Socket socket = new Socket();
        try {
            socket.bind(own);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(READ_LIMIT.toMillis()));
            socket.connect(address, Math.toIntExact(CONNECT_LIMIT.toMillis()));
            return new HttpConnection(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            Broken broken = new Broken(How.NOT_CONNECTED, "connect to " + address, e);
            closeAfter(broken, socket);
            throw broken;
        }
    }

    /** Connects to a port of 127.0.0.1. */
    public static HttpConnection to(int port) throws Broken {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Connects to a unix socket; reads are not limited in time. */
    public static HttpConnection to(Path unixSocket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(unixSocket));
        return new HttpConnection(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    /** One GET on a connection of its own. */
    public static Response get(int port, String target) throws IOException {
        try (HttpConnection connection = to(port)) {
            return connection.get(target);
        }
    }

    /** One GET, kept alive. */
    public Response get(String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
        return receive();
    }

    /**
     * One GET after the other, until a response says that it is the last of the connection, for the worker drains; it may
     * have been told so a moment after the reload was said to be complete.
     */
    public Response getUntilLast(String target) throws IOException {
        long began = System.nanoTime();
        Response response = get(target);
        while (!response.lastOfConnection()) {
            if (System.nanoTime() - began > READ_LIMIT.toNanos()) {
                throw new AssertionError("no response was the last within " + READ_LIMIT + ": " + response);
            }
            response = get(target);
        }
        return response;
    }

    /** Sends text as it stands. */
    public void send(String text) throws Broken {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes as they stand. */
    public void send(byte[] bytes) throws Broken {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new Broken(How.RESET, "send " + bytes.length + " bytes", e);
        }
    }

    /** Receives the response to a request that was no HEAD. */
    public Response receive() throws Broken {
        return receive(false);
    }

    /**
     * Receives a response, checked to be whole.
     *
     * @param head whether it answers a HEAD, so that no body follows
     */
    public Response receive(boolean head) throws Broken {
        Response header = receiveHeader();
        Response whole = new Response(header.statusLine(), header.fields(), head ? new byte[0] : body(header));
        lastReceived = System.nanoTime();
        return whole;
    }

    /** Receives a response as far as its body, which is left to {@link #receiveChunk}. */
    public Response receiveHeader() throws Broken {
        String statusLine = line(How.NO_RESPONSE);
        if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9][0-9] .*")) {
            throw new Broken(How.WRONG, "status line <" + statusLine + ">");
        }
        List<String> fields = new ArrayList<>();
        for (String field = line(How.TRUNCATED); !field.isEmpty(); field = line(How.TRUNCATED)) {
            fields.add(field);
        }
        return new Response(statusLine, fields, new byte[0]);
    }

    /** Receives the next chunk of a body, as soon as it is there; empty at the end of the body. */
    public byte[] receiveChunk() throws Broken {
        byte[] chunk = exactly(chunkSize());
        expectEmptyLine();
        return chunk;
    }

    /** Receives exactly these bytes and then the orderly end of the connection. */
    void expect(byte[] bytes) throws Broken {
        byte[] received = exactly(bytes.length);
        if (!java.util.Arrays.equals(bytes, received) || !endsHere()) {
            throw new Broken(How.WRONG, new String(received, StandardCharsets.ISO_8859_1) + " or more after it");
        }
    }

    /** How long ago the last response was complete, or the connection was opened. */
    public Duration idleFor() {
        return Duration.ofNanos(System.nanoTime() - lastReceived);
    }

    /** Whether the server closes the connection, orderly and with no byte before. Blocks until it is known. */
    public boolean endsHere() throws Broken {
        return read() < 0;
    }

    private byte[] body(Response header) throws Broken {
        int status = header.status();
        if (status < 200 || status == 204 || status == 304) {
            return new byte[0];
        }
        if (!header.values("Transfer-Encoding").isEmpty()) {
            return chunked();
        }
        String length = header.value("Content-Length");
        return length.isEmpty() ? toEnd() : exactly(Integer.parseInt(length));
    }

    private byte[] chunked() throws Broken {
        var body = new ByteArrayOutputStream();
        for (byte[] chunk = receiveChunk(); chunk.length > 0; chunk = receiveChunk()) {
            body.writeBytes(chunk);
        }
        return body.toByteArray();
    }

    private int chunkSize() throws Broken {
        String line = line(How.TRUNCATED);
        try {
            return Integer.parseInt(line, 16);
        } catch (NumberFormatException e) {
            throw new Broken(How.WRONG, "chunk size <" + line + ">");
        }
    }

    private void expectEmptyLine() throws Broken {
        String line = line(How.TRUNCATED);
        if (!line.isEmpty()) {
            throw new Broken(How.WRONG, "<" + line + "> where a chunk or the trailer ends");
        }
    }

    private byte[] toEnd() throws Broken {
        var body = new ByteArrayOutputStream();
        for (int b = read(); b >= 0; b = read()) {
            body.write(b);
        }
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws Broken {
        byte[] bytes = new byte[length];
        int received = 0;
        while (received < length) {
            int count = read(bytes, received);
            if (count < 0) {
                throw new Broken(How.TRUNCATED, "ends after " + received + " of " + length + " bytes");
            }
            received += count;
        }
        return bytes;
    }

    /** A line, whose end must be CR LF. */
    private String line(How atOnce) throws Broken {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b != '\r'; b = read()) {
            if (b < 0) {
                throw new Broken(line.isEmpty() ? atOnce : How.TRUNCATED, "end of connection after <" + line + ">");
            }
            if (b == '\n' || line.length() > LONGEST_LINE) {
                throw new Broken(How.WRONG, "line not ended by CR LF: <" + line + ">");
            }
            line.append((char) b);
        }
        int afterCr = read();
        if (afterCr != '\n') {
            throw new Broken(afterCr < 0 ? How.TRUNCATED : How.WRONG, "CR without LF after <" + line + ">");
        }
        return line.toString();
    }

    private int read() throws Broken {
        try {
            return in.read();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private int read(byte[] bytes, int offset) throws Broken {
        try {
            return in.read(bytes, offset, bytes.length - offset);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static Broken broken(IOException e) {
        return new Broken(e instanceof SocketTimeoutException ? How.TIMED_OUT : How.RESET, "receive", e);
    }

    private static void closeAfter(Exception first, Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
