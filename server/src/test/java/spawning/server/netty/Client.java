// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends bytes as they are given, and takes responses apart. */
final class Client implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 15_000;

    final Socket socket;
    private final InputStream in;

    record Response(int status, String head, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    Client(InetSocketAddress address) throws IOException {
        this(address, 0);
    }

    Client(InetSocketAddress address, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    Client send(String latin1) throws IOException {
        socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Sends a GET with what HTTP/1.1 demands. */
    Client get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    /** All up to the end of the connection. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    int read() throws IOException {
        return in.read();
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            if (c != '\r') {
                line.write(c);
            }
            c = in.read();
        }
        if (c < 0) {
            throw new IOException("the connection ended after '" + line + "'");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    Response response() throws IOException {
        return response(true);
    }

    /** Reads a response; one to HEAD has no body. */
    Response response(boolean withBody) throws IOException {
        String statusLine = line();
        StringBuilder head = new StringBuilder(statusLine).append('\n');
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        boolean bodiless = !withBody || status < 200 || status == 204 || status == 304;
        return new Response(status, head.toString(), headers, bodiless ? "" : body(headers));
    }

    private String body(Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            StringBuilder body = new StringBuilder();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.append(exactly(size));
                line();
            }
            line();
            return body.toString();
        }
        String length = headers.get("content-length");
        return length == null ? rest() : exactly(Integer.parseInt(length));
    }

    String exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IOException("the connection ended after " + bytes.length + " of " + size + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
