// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** Which instances are found, and what becomes of one that does not answer as it should? */
@Timeout(60)
class InstancesTest {
    @TempDir
    private Path base;

    /** Answers each connection with the same text. */
    private ServerSocketChannel instance(String folder, String answer) throws IOException {
        Path socket =
                Files.createDirectories(base.resolve("spawning-0/" + folder)).resolve("control");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    try (SocketChannel client = server.accept()) {
                        client.read(ByteBuffer.allocate(1000));
                        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                    }
                }
            } catch (IOException e) {
                // closed
            }
        });
        return server;
    }

    private Instances instances() throws IOException {
        Path proc = Files.createDirectories(base.resolve("proc/self"));
        return new Instances(proc.getParent(), List.of(base));
    }

    private static String hello(String name, int pid) {
        return "data kind=name text=" + name + "\ndata kind=pid text=" + pid + "\nend code=0 text=\n";
    }

    @Test
    void thoseThatAnswerAreFoundAndDeadOnesAreNot() throws IOException {
        try (var one = instance("shop-11", hello("shop", 11));
                var two = instance("api-12", hello("api", 12));
                var dead = instance("old-13", hello("old", 13))) {
            dead.close();
            assertThat(instances().all())
                    .extracting(Instance::name, Instance::pid)
                    .satisfies(found -> {
                        assertThat(found.toString())
                                .contains("api", "12", "shop", "11")
                                .doesNotContain("old");
                    });
            assertThat(one.isOpen() && two.isOpen()).isTrue();
        }
    }

    @Test
    void severalAreListedAndTheUserIsAsked() {
        List<Instance> all = List.of(
                new Instance(base, 11, "shop", "com.acme.Shop", "127.0.0.1:80"), new Instance(base, 12, "api", "", ""));
        assertThatThrownBy(() -> new Choice().one(() -> all))
                .isInstanceOfSatisfying(
                        Failure.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.USAGE))
                .hasMessageContaining("shop")
                .hasMessageContaining("pid 12")
                .hasMessageContaining("--name");
        assertThatThrownBy(() -> new Choice().one(List::of))
                .isInstanceOfSatisfying(
                        Failure.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NO_CONTROLLER));
    }

    @Test
    void whoLeavesWithoutAnEndOrTalksNonsenseIsNoController() throws IOException {
        for (String answer : List.of("", "progress text=half\n", "HTTP/1.1 400 Bad Request\n", "end code=77 text=\n")) {
            try (var server = instance("odd-14", answer)) {
                Path socket = base.resolve("spawning-0/odd-14/control");
                assertThatThrownBy(() ->
                                new ControlClient(socket).ask(ControlRequest.of("status"), Duration.ZERO, reply -> {}))
                        .as(answer)
                        .isInstanceOfSatisfying(
                                Failure.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NO_CONTROLLER));
                assertThat(server.isOpen()).isTrue();
                Files.delete(socket);
            }
        }
    }

    @Test
    void aLimitIsKept() throws IOException {
        Path socket = base.resolve("silent");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> new ControlClient(socket)
                            .ask(ControlRequest.of("status"), Duration.ofMillis(200), reply -> {}))
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.TIMED_OUT))
                    .hasMessageContaining("200 ms");
        }
    }

    /** A stopped controller keeps those waiting who looked at it before, until nobody more gets in. */
    @Test
    void oneThatLetsNobodyInIsGivenUpInTime() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(base.resolve("full"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address, 1);
            try (SocketChannel one = SocketChannel.open(address);
                    SocketChannel other = SocketChannel.open(address)) { // Linux lets one more wait than it was told
                assertThat(one.isConnected() && other.isConnected()).isTrue();
                assertThatThrownBy(() -> new ControlClient(address.getPath())
                                .ask(ControlRequest.of("status"), Duration.ofMillis(300), reply -> {}))
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.outcome()).isEqualTo(Outcome.TIMED_OUT));
            }
        }
    }
}
