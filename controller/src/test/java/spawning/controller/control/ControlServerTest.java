// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.listener.CannotBindException;

/** Who gets in, and what does everybody get before the end? */
@Timeout(60)
class ControlServerTest {
    @TempDir
    private Path folder;

    private final Ending ending = new Ending();

    /** Greets, fails, or waits for the end of the controller. */
    private ControlServer server(ControlSocket socket) throws IOException {
        return ControlServer.start(
                socket,
                new Commands(Map.of(
                        "greet",
                        talk -> {
                            talk.data("long", "x".repeat(100_000));
                            return Command.done(
                                    "hello " + talk.request().text("name").orElse(""));
                        },
                        "fail",
                        _ -> {
                            throw new IllegalStateException("on purpose");
                        },
                        "wait",
                        _ -> {
                            while (!ending.await(Duration.ofSeconds(10))) {
                                // until the end
                            }
                            return Command.done("it has ended");
                        })),
                ending);
    }

    private SocketChannel client(Path socket, String text) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return channel; // refused before it could ask
        }
        return channel;
    }

    /** All that comes; a reset ends it, too, for one who is refused may have sent what nobody read. */
    private static String all(SocketChannel channel) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (channel) {
            while (channel.read(buffer) >= 0) {
                text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                buffer.clear();
            }
        } catch (SocketException e) {
            return text.toString();
        }
        return text.toString();
    }

    @Test
    void aRequestIsAnsweredAndAFaultIsOneClearEnd() throws IOException {
        Path path = folder.resolve("control");
        try (ControlSocket socket = ControlSocket.open(path);
                ControlServer server = server(socket)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            assertThat(all(client(path, "greet version=1 name=a\\sb\n"))).endsWith("\nend code=0 text=hello\\sa\\sb\n");
            assertThat(all(client(path, "fail version=1\n"))).startsWith("end code=1 text=a\\sfault\\sof\\sSpawning");
            assertThat(all(client(path, "other version=1\n"))).startsWith("end code=2 ");
            assertThat(server).isNotNull();
        }
        assertThat(Files.exists(path)).isFalse();
    }

    @Test
    void oneClientTooManyIsToldSoAndThoseWhoWaitHearOfTheEnd() throws IOException {
        Path path = folder.resolve("control");
        List<SocketChannel> waiting = new ArrayList<>();
        ControlSocket socket = ControlSocket.open(path);
        ControlServer server = server(socket);
        for (int i = 0; i < ControlServer.MOST_CLIENTS; i++) {
            waiting.add(client(path, "wait version=1\n"));
        }
        assertThat(all(client(path, "greet version=1\n")))
                .startsWith("end code=1 ")
                .contains("already");
        server.close();
        for (SocketChannel client : waiting) {
            assertThat(all(client)).isEqualTo("end code=0 text=it\\shas\\sended\n");
        }
    }

    @Test
    void aDeadSocketIsReplacedALiveOneIsNotAndNothingElseIsTouched() throws IOException {
        Path path = folder.resolve("control");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            assertThatThrownBy(() -> ControlSocket.open(path))
                    .isInstanceOf(CannotBindException.class)
                    .hasMessageContaining(
                            "held by pid " + ProcessHandle.current().pid());
        }
        ControlSocket.open(path).close();
        Files.writeString(path, "mine");
        assertThatThrownBy(() -> ControlSocket.open(path)).isInstanceOf(CannotBindException.class);
        assertThat(path).hasContent("mine");
        Path deep = folder.resolve("x".repeat(200));
        assertThatThrownBy(() -> ControlSocket.open(deep)).isInstanceOf(CannotBindException.class);
    }
}
