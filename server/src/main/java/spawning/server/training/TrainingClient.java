// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.training;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks the server that is being trained. Blocks until it has answered; used by one thread. */
public final class TrainingClient {
    /** How long the built-in application is asked again and again: long enough for its methods to be counted as hot. */
    private static final Duration ASKING = Duration.ofMillis(1500);

    private static final String HOST = "Host: localhost\r\nUser-Agent: training\r\nAccept: */*\r\n";

    /** As browsers, programs and proxies ask. */
    private static final List<String> REQUESTS = List.of(
            "GET / HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /a/b?x=1 HTTP/1.1\r\n" + HOST + "Accept-Encoding: gzip\r\nCookie: a=b\r\n\r\n",
            "HEAD / HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /?parts HTTP/1.1\r\n" + HOST + "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n\r\n",
            "POST / HTTP/1.1\r\n" + HOST
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b",
            "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n");

    /** The last request on its connection, so that the end of the answers is the end of the connection. */
    private static final String LAST = "GET / HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";

    /** The server answers these itself. */
    private static final List<String> REFUSED =
            List.of("GET / HTTP/1.1\r\n\r\n", "GET  HTTP/1.1 x\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n");

    private final Path socket;

    /** @param socket on which the server listens */
    public TrainingClient(Path socket) {
        this.socket = socket;
    }

    /** Asks the application. @throws IOException the server does not accept, or closed a connection early */
    public void converse() throws IOException {
        long begin = System.nanoTime();
        do {
            ask(String.join("", REQUESTS) + LAST);
        } while (System.nanoTime() - begin < ASKING.toNanos());
    }

    /** Asks what no application is asked for. @throws IOException the server does not accept */
    public void leaveToTheServer() throws IOException {
        for (String request : REFUSED) {
            ask(request);
        }
    }

    private void ask(String requests) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer sent = ByteBuffer.wrap(requests.getBytes(StandardCharsets.ISO_8859_1));
            while (sent.hasRemaining()) {
                channel.write(sent);
            }
            ByteBuffer received = ByteBuffer.allocate(8192);
            while (channel.read(received) >= 0) {
                received.clear();
            }
        }
    }
}
