// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.controller.posix.OpenDescriptors;
import spawning.controller.posix.Sockets;
import spawning.controller.time.MonotonicClock;

@Timeout(30)
class UnavailableResponderTest {
    private final UnavailableResponder responder = new UnavailableResponder(MonotonicClock.SYSTEM);
    private ListenerLease lease;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws Exception {
        lease = new Listeners(256, MonotonicClock.SYSTEM, pause -> false).open(List.of(Bind.parse("127.0.0.1:0")));
        address = (InetSocketAddress) Sockets.getsockname(lease.all().getFirst().fd());
    }

    @AfterEach
    void stop() {
        responder.close();
        lease.release();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void whoAsksIsToldWhenToComeBack() throws IOException {
        responder.start(lease.all(), Duration.ofMillis(2100));
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\nHost: a");
            send(client, "\r\n\r\n");
            String answer = answer(client);
            assertThat(answer)
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("\r\nRetry-After: 3\r\n", "\r\nConnection: close\r\n");
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(answer).contains("Content-Length: " + body.length() + "\r\n");
        }
    }

    @Test
    void theAnswerSurvivesABodyThatIsStillBeingSent() throws IOException {
        responder.start(lease.all(), Duration.ofSeconds(5));
        try (Socket client = connect()) {
            send(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n");
            send(client, "x".repeat(300_000));
            assertThat(answer(client)).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void anEndlessHeaderIsAnsweredToo() throws IOException {
        responder.start(lease.all(), Duration.ofSeconds(5));
        try (Socket client = connect()) {
            send(client, "GET /" + "x".repeat(10_000));
            assertThat(answer(client)).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void moreThanSixtyFourAreServedInTurn() throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            clients.add(connect());
        }
        responder.start(lease.all(), Duration.ofSeconds(5));
        for (Socket client : clients) {
            try (client) {
                send(client, "GET / HTTP/1.0\n\n");
                assertThat(answer(client)).startsWith("HTTP/1.1 503 ");
            }
        }
    }

    @Test
    void afterTheStopNothingIsHeldAndConnectionsAreLeftToOthers() throws IOException {
        Set<String> before = OpenDescriptors.now();
        for (int i = 0; i < 20; i++) {
            responder.start(lease.all(), Duration.ofSeconds(5));
            responder.stop();
        }
        assertThat(OpenDescriptors.now()).isEqualTo(before);
        try (Socket client = connect()) {
            assertThat(Sockets.accept4(lease.all().getFirst().fd()))
                    .isPresent()
                    .get()
                    .satisfies(fd -> fd.close());
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void theStopAnswersWhatWasAccepted() throws IOException {
        responder.start(lease.all(), Duration.ofSeconds(5));
        try (Socket asking = connect();
                Socket silent = connect()) {
            send(asking, "GET / HTTP/1.1\r\n");
            try (Socket probe = connect()) {
                send(probe, "\r\n\r\n");
                assertThat(answer(probe))
                        .as("so the two before it were accepted")
                        .startsWith("HTTP/1.1 503 ");
            }
            responder.beginStop();
            send(asking, "\r\n");
            assertThat(answer(asking)).startsWith("HTTP/1.1 503 ");
            asking.shutdownOutput();
            responder.stop();
            assertThat(answer(silent)).isEmpty();
        }
    }

    @Test
    void withoutAThreadItSaysSoAndKeepsNoDescriptor() throws IOException {
        UnavailableResponder poor = new UnavailableResponder(MonotonicClock.SYSTEM, thread -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        Set<String> before = OpenDescriptors.now();
        assertThatThrownBy(() -> poor.start(lease.all(), Duration.ofSeconds(5)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no thread can be had");
        assertThatThrownBy(() -> poor.answerWaiting(lease.all())).isInstanceOf(IOException.class);
        assertThat(OpenDescriptors.now()).isEqualTo(before);
        poor.close();
    }
}
