// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacedClientTest {
    private static final int STALLS_AT = 20;
    private static final Duration STALL = Duration.ofMillis(300);

    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofPlatform().daemon().start(this::serveOne);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void requestsThatWereDueWhileTheServerStalledAreMeasuredAsSlow() throws InterruptedException {
        var client = new PacedClient(
                listener.getLocalPort(), "/", answer -> answer.status() == 200, 100, 1, Duration.ofSeconds(10));

        Latencies latencies = client.run(Duration.ofSeconds(1));

        // A stall of 300 ms at 100 requests/s delays some 30 of them; a client that waits would have seen one.
        long slow = latencies.nanos().stream()
                .filter(nanos -> nanos > Duration.ofMillis(50).toNanos())
                .count();
        assertThat(latencies.nanos()).hasSize(100);
        assertThat(latencies.failures() + latencies.unsent()).isZero();
        assertThat(slow).isGreaterThan(20);
    }

    /** Answers on one connection, and stalls once. */
    private void serveOne() {
        try (Socket socket = listener.accept()) {
            byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1000];
            for (int i = 0; in.read(buffer) > 0; i++) {
                if (i == STALLS_AT) {
                    long end = System.nanoTime() + STALL.toNanos();
                    for (long left = STALL.toNanos(); left > 0; left = end - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                }
                socket.getOutputStream().write(answer);
            }
        } catch (IOException e) { // the client has left
        }
    }
}
