// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.server.accept.Acceptor;
import spawning.server.accept.Loopback;
import spawning.wsgi.Application;

/** Cases in which sockets behave as one may not expect. */
@Timeout(60)
class KernelCasesTest {
    @TempDir
    Path folder;

    /** Netty forgets a channel that waits for nothing; the rest of this response has to wait for the client. */
    @Test
    void aClientThatClosedItsSideGetsALargeResponse() throws Exception {
        byte[] large = new byte[8_000_000];
        CountDownLatch closed = new CountDownLatch(1);
        Application application = (environ, start) -> {
            ResponseWireTest.await(closed);
            start.start("200 OK", Apps.TEXT);
            return List.of(large);
        };
        try (Served served = new Served(application);
                Client client = new Client(served.loopback.address(), 8192)) {
            client.get("/");
            client.socket.shutdownOutput();
            closed.countDown();
            assertThat(client.response().body()).hasSize(large.length);
        }
    }

    /** Without a look at the state of such a connection, epoll would report its end for ever and nobody would listen. */
    @Test
    void aClientThatClosedItsSideAndThenVanishedIsNoticed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Application application = (environ, start) -> {
            var write = start.start("200 OK", Apps.TEXT);
            write.write(new byte[10]);
            begun.countDown();
            try {
                while (true) {
                    write.write(new byte[1000]);
                }
            } finally {
                gone.countDown();
            }
        };
        try (Served served = new Served(application)) {
            try (Client client = served.connect()) {
                client.get("/");
                client.socket.shutdownOutput();
                ResponseWireTest.await(begun);
                client.socket.setSoLinger(true, 0);
            }
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void unixSocketsAreServed() throws Exception {
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes(Apps.string(environ, "SERVER_NAME") + ":" + Apps.string(environ, "SERVER_PORT")
                    + ":" + Apps.string(environ, "REMOTE_ADDR") + ":" + Apps.string(environ, "REMOTE_PORT")));
        };
        Path path = folder.resolve("http.sock");
        try (Served served = new Served(application);
                Loopback unix = Loopback.unix(path)) {
            Acceptor acceptor = new Acceptor(List.of(unix.copy()), served.engine);
            acceptor.start();
            try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                client.connect(UnixDomainSocketAddress.of(path));
                String request = "GET / HTTP/1.1\r\nHost: shop.example:8443\r\nConnection: close\r\n\r\n";
                client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                ByteBuffer buffer = ByteBuffer.allocate(1000);
                while (client.read(buffer.clear()) >= 0) {
                    answer.write(buffer.array(), 0, buffer.position());
                }
                assertThat(answer.toString(StandardCharsets.US_ASCII)).endsWith("\r\n\r\nshop.example:8443::");
            }
            acceptor.stop(false);
        }
    }
}
