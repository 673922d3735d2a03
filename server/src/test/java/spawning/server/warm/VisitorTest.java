// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.AcceptEpoll;
import io.netty.channel.epoll.OwnConnections;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.server.engine.HttpEngine;

/** What comes of a warm-up's request whose connection the server closes? */
@Timeout(60)
class VisitorTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    private final Target target = new Target("/", "localhost", 0);

    /** The server's ends, in the order in which they were made. */
    private final List<FileDescriptor> servers = new ArrayList<>();

    private final HttpEngine engine = (HttpEngine) Proxy.newProxyInstance(
            HttpEngine.class.getClassLoader(), new Class<?>[] {HttpEngine.class}, (_, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("adopt");
                servers.add(new FileDescriptor((Integer) arguments[0]));
                return null;
            });

    private OwnConnections connections;
    private AcceptEpoll epoll;
    private Visitor visitor;

    @BeforeEach
    void open() throws IOException {
        connections = new OwnConnections();
        epoll = new AcceptEpoll();
        visitor = new Visitor(engine, connections, epoll, buffer);
    }

    @AfterEach
    void close() throws IOException {
        visitor.close();
        epoll.close();
        connections.close();
        for (FileDescriptor server : servers) {
            if (server.isOpen()) {
                server.close();
            }
        }
    }

    private String heard(int server) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4096);
        int count = servers.get(server).read(bytes, 0, bytes.capacity());
        byte[] text = new byte[Math.max(0, count)];
        bytes.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private void says(int server, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        assertThat(servers.get(server).write(direct, 0, bytes.length)).isEqualTo(bytes.length);
    }

    /** Returns whether it waits for nothing any more. */
    private boolean reads() throws IOException {
        assertThat(epoll.await(Duration.ofSeconds(30))).isPositive();
        return visitor.read();
    }

    private void isAnswered(int server) throws IOException {
        visitor.ask(target);
        assertThat(heard(server)).startsWith("GET / HTTP/1.1\r\n");
        says(server, ANSWER);
        assertThat(reads()).isTrue();
    }

    @Test
    void aServerThatClosedTheConnectionBeforeItWasAskedIsAskedOnAnotherOne() throws IOException {
        isAnswered(0);
        servers.getFirst().close();

        isAnswered(1);

        assertThat(target.failed()).isFalse();
    }

    @Test
    void aServerThatClosesTheConnectionInsteadOfAnsweringIsAskedOnceMore() throws IOException {
        isAnswered(0);
        visitor.ask(target);
        assertThat(heard(0)).startsWith("GET / ");
        servers.getFirst().close();
        assertThat(reads()).as("it asks again").isFalse();
        assertThat(heard(1)).startsWith("GET / HTTP/1.1\r\n");

        servers.getLast().close();

        assertThat(reads()).isTrue();
        assertThat(servers).hasSize(2);
        assertThat(target.failed()).isTrue();
    }

    @Test
    void anAnswerThatHasBegunIsNotAskedForAgain() throws IOException {
        isAnswered(0);
        visitor.ask(target);
        assertThat(heard(0)).isNotEmpty();
        says(0, "HTTP/1.1 20");
        assertThat(reads()).isFalse();
        servers.getFirst().close();

        assertThat(reads()).isTrue();

        assertThat(servers).hasSize(1);
        assertThat(target.failed()).isTrue();
    }

    @Test
    void aConnectionThatNeverAnsweredIsNoReasonToTryAnother() throws IOException {
        visitor.ask(target);
        assertThat(heard(0)).isNotEmpty();
        servers.getFirst().close();

        assertThat(reads()).isTrue();

        assertThat(servers).hasSize(1);
        assertThat(target.failed()).isTrue();
    }
}
