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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that closes connections while it is asked. */
class PacedClientClosingTest {
    private static final int ANSWERS = 5;
    private static final String LAST = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    private static final String OTHER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private ServerSocket listener;
    private volatile boolean announced;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void aConnectionWhoseEndIsAnnouncedCostsNoRequest() throws InterruptedException {
        announced = true;

        Latencies latencies = client().run(Duration.ofSeconds(1));

        assertThat(latencies.nanos()).hasSize(100);
        assertThat(latencies.lost()).isZero();
    }

    @Test
    void aRequestWhoseConnectionEndsWithoutAnAnswerHasFailedAndTheNextOneIsSent() throws InterruptedException {
        Latencies latencies = client().run(Duration.ofSeconds(1));

        assertThat(latencies.failures()).isBetween(15L, 18L); // each sixth
        assertThat(latencies.nanos()).hasSize(100 - (int) latencies.failures());
        assertThat(latencies.unsent()).isZero();
    }

    private PacedClient client() {
        return new PacedClient(
                listener.getLocalPort(), "/", answer -> answer.status() == 200, 100, 2, Duration.ofSeconds(5));
    }

    private void serve() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) { // the test is over
        }
    }

    /** Answers some requests; the one after them ends the connection. */
    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1000];
            for (int i = 1; in.read(buffer) > 0 && i <= ANSWERS; i++) {
                String answer = announced && i == ANSWERS ? LAST : OTHER;
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (announced && i == ANSWERS) {
                    return;
                }
            }
        } catch (IOException e) { // the client has left
        }
    }
}
