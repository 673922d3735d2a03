// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.Serial;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.engine.RequestUnderWay;

/** What WebSocket clients may count on. */
@Timeout(60)
class WebSocketTest {
    private static final String UPGRADE = "GET /echo HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

    /** Sends back what comes; waits at the text "wait" until told. */
    @ServerEndpoint("/echo")
    public static final class Echo {
        private final WebSocketTest test;

        Echo(WebSocketTest test) {
            this.test = test;
        }

        @OnOpen
        public void open(Session session) {
            if ("idle=1".equals(session.getQueryString())) {
                session.setMaxIdleTimeout(300);
            }
        }

        @OnMessage(maxMessageSize = 2_000_000)
        public String text(String text) throws InterruptedException {
            if (text.equals("wait")) {
                test.entered.countDown();
                test.leave.await();
            }
            return text;
        }

        @OnMessage(maxMessageSize = 2_000_000)
        public byte[] binary(byte[] bytes) {
            return bytes;
        }

        @OnClose
        public void close(CloseReason reason) {
            test.closed.add(reason.getCloseCode().getCode());
        }
    }

    private ServletContextHandler application() {
        ServletContextHandler context = new ServletContextHandler("/");
        WebSockets.of(context);
        JakartaWebSocketServletContainerInitializer.configure(
                context,
                (servlets, container) -> container.addEndpoint(ServerEndpointConfig.Builder.create(Echo.class, "/echo")
                        .configurator(new ServerEndpointConfig.Configurator() {
                            @Override
                            public <T> T getEndpointInstance(Class<T> type) {
                                return type.cast(new Echo(WebSocketTest.this));
                            }
                        })
                        .build()));
        context.addServlet(new ServletHolder(new WaitServlet()), "/wait");
        return context;
    }

    private final class WaitServlet extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A client that keeps what comes. */
    private static final class Peer implements WebSocket.Listener, AutoCloseable {
        final BlockingQueue<Object> came = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final HttpClient http = HttpClient.newHttpClient();
        final WebSocket socket;

        Peer(Served served, String query) throws Exception {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + served.port() + "/echo" + query), this)
                    .get(20, TimeUnit.SECONDS);
        }

        void send(String message) throws Exception {
            var _ = socket.sendText(message, true).get(20, TimeUnit.SECONDS);
        }

        Object next() throws InterruptedException {
            Object next = came.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                came.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            came.add(data.remaining());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            came.add("pong " + data.remaining());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            came.add("closed " + status);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            came.add(error);
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    @Test
    void messagesOfAllKindsAreEchoed() throws Exception {
        try (Served served = Served.tcp(application(), 2);
                Peer peer = new Peer(served, "")) {
            peer.send("hello");
            assertThat(peer.next()).isEqualTo("hello");
            String large = "a".repeat(1_500_000);
            peer.send(large);
            assertThat(peer.next()).isEqualTo(large);
            var _ = peer.socket.sendBinary(ByteBuffer.allocate(100), true).get(20, TimeUnit.SECONDS);
            assertThat(peer.next()).isEqualTo(100);
            var _ = peer.socket.sendPing(ByteBuffer.allocate(7)).get(20, TimeUnit.SECONDS);
            assertThat(peer.next()).isEqualTo("pong 7");
            var _ = peer.socket.sendClose(1000, "").get(20, TimeUnit.SECONDS);
            assertThat(peer.next()).isEqualTo("closed 1000");
            assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }

    @Test
    void theTimeoutsOfRequestsDoNotEndAWebSocketAndItsOwnDoes() throws Exception {
        try (Served served = Served.tcp(application(), 2);
                Peer silent = new Peer(served, "");
                Peer limited = new Peer(served, "?idle=1")) {
            assertThat(limited.next().toString()).startsWith("closed ");
            assertThat(silent.came.poll(1500, TimeUnit.MILLISECONDS)).isNull();
            silent.send("still there");
            assertThat(silent.next()).isEqualTo("still there");
        }
    }

    @Test
    void aWebSocketIsAConnectionAndItsMessagesAreNamedAndTakeAThread() throws Exception {
        try (Served served = Served.tcp(application(), 1);
                Peer one = new Peer(served, "");
                Peer two = new Peer(served, "")) {
            await(() -> !served.engine.full());
            try (Peer _ = new Peer(served, "")) {
                assertThat(served.engine.full()).as("three connections").isTrue();
            }
            await(() -> !served.engine.full());
            one.send("wait");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(served.engine.full()).as("no thread").isTrue();
            RequestUnderWay message = served.engine.underWay().getFirst();
            assertThat(message.line()).isEqualTo("WebSocket /echo");
            assertThat(message.thread()).isNotNull();
            leave.countDown();
            assertThat(one.next()).isEqualTo("wait");
            await(() -> !served.engine.full() && served.engine.underWay().isEmpty());
            two.send("x");
            assertThat(two.next()).isEqualTo("x");
        }
    }

    @Test
    void aDrainClosesWith1001AndTheEndpointSeesIt() throws Exception {
        try (Served served = Served.tcp(application(), 2);
                Peer peer = new Peer(served, "")) {
            served.acceptor.stop(true);
            var drained = served.engine.drain(DrainMode.GRACEFUL, Duration.ZERO);
            assertThat(peer.next()).isEqualTo("closed 1001");
            drained.get(20, TimeUnit.SECONDS);
            assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(closed).isEmpty();
        }
    }

    @Test
    void aMessageThatIsHandledIsAnsweredBeforeThe1001() throws Exception {
        try (Served served = Served.tcp(application(), 2);
                Peer peer = new Peer(served, "")) {
            peer.send("wait");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            served.acceptor.stop(true);
            var drained = served.engine.drain(DrainMode.FORCED, Duration.ofSeconds(100));
            peer.send("too late");
            assertThat(peer.came.poll(1, TimeUnit.SECONDS)).as("not yet").isNull();
            leave.countDown();
            assertThat(peer.next()).isEqualTo("wait");
            assertThat(peer.next()).isEqualTo("closed 1001");
            drained.get(20, TimeUnit.SECONDS);
            assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }

    @Test
    void aMessageThatTakesMostOfTheDrainIsNotWaitedFor() throws Exception {
        try (Served served = Served.tcp(application(), 2);
                Peer peer = new Peer(served, "")) {
            peer.send("wait");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            served.acceptor.stop(true);
            var drained = served.engine.drain(DrainMode.GRACEFUL, Duration.ofSeconds(1));
            assertThat(peer.next()).isEqualTo("closed 1001");
            leave.countDown();
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aMessageThatIsReceivedIsFinishedAndAClientThatSaysNothingMoreIsCutOff() throws Exception {
        try (Served served = Served.tcp(application(), 2);
                Client client = served.connect()) {
            client.send(UPGRADE);
            client.until("\r\n\r\n");
            client.send("\u0001\u0082\0\0\0\0he"); // masked with zero: as it is
            client.send("\u0089\u0080\0\0\0\0");
            client.until("\u008a\0"); // the pong says that it has been read
            served.acceptor.stop(true);
            var drained = served.engine.drain(DrainMode.GRACEFUL, Duration.ofSeconds(100));
            client.send("\u0080\u0081\0\0\0\0y");
            client.until("\u0081\3hey");
            long begun = System.nanoTime();
            client.until("\u0088");
            client.send("\u0081\u0082\0\0\0\0no");
            assertThat(client.rest()).contains("\3\u00e9").doesNotContain("no");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
            drained.get(20, TimeUnit.SECONDS);
            assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2})
    void aWebSocketIsKeptUntilTheRequestsAreAnsweredOrHalfOfTheDrainIsOver(int limit) throws Exception {
        try (Served served = Served.tcp(application(), 3);
                Peer peer = new Peer(served, "");
                Client request = served.connect()) {
            request.send("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            served.acceptor.stop(true);
            var drained = served.engine.drain(DrainMode.GRACEFUL, Duration.ofSeconds(limit));
            peer.send("drained");
            assertThat(peer.next()).isEqualTo("drained");
            if (limit > 10) {
                assertThat(peer.came.poll(1, TimeUnit.SECONDS)).as("kept").isNull();
                leave.countDown();
            }
            assertThat(peer.next()).isEqualTo("closed 1001");
            leave.countDown();
            request.until("\r\nConnection: close\r\n");
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait(); // or the test's own limit ends this
        }
    }
}
