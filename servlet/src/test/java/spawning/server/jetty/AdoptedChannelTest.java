// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A probe: does this JDK let connections be adopted? */
@Timeout(60)
class AdoptedChannelTest {
    private final AdoptedChannel channels = AdoptedChannel.lookup();

    @BeforeAll
    static void loadNativeSockets() {
        io.netty.channel.epoll.Epoll.ensureAvailability();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aConnectionOfTcpIsAdoptedWithItsAddressesAndClosesItsDescriptor(String host) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            var _ = server.bind(new InetSocketAddress(InetAddress.ofLiteral(host), 0));
            InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
            Socket socket = Socket.newSocketStream();
            boolean connected = socket.connect(address);
            try (SocketChannel peer = server.accept();
                    SocketChannel adopted = channels.open(socket.intValue(), true)) {
                assertThat(connected || socket.finishConnect()).isTrue();
                assertThat(adopted.isBlocking()).isFalse();
                assertThat(adopted.isConnected()).isTrue();
                assertThat(adopted.getRemoteAddress()).isEqualTo(address);
                assertThat(adopted.getLocalAddress()).isEqualTo(peer.getRemoteAddress());
                assertThat(adopted.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
                talk(adopted, peer);
                adopted.close();
                assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                assertThat(Path.of("/proc/self/fd/" + socket.intValue())).matches(AdoptedChannelTest::noSocket);
            }
        }
    }

    @Test
    void aConnectionOfAUnixSocketIsAdopted(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("a.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var _ = server.bind(UnixDomainSocketAddress.of(path));
            Socket socket = Socket.newSocketDomain();
            assertThat(socket.connect(new DomainSocketAddress(path.toString()))).isTrue();
            try (SocketChannel peer = server.accept();
                    SocketChannel adopted = channels.open(socket.intValue(), false)) {
                assertThat(adopted.isBlocking()).isFalse();
                assertThat(adopted.getRemoteAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
                talk(adopted, peer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDescriptorThatIsNotOpenIsAnError(boolean tcp) {
        int number = 1_000_000;
        assertThatThrownBy(() -> channels.open(number, tcp)).isInstanceOf(IOException.class);
    }

    @Test
    void aConnectionThatIsGoneIsAnErrorAndItsDescriptorIsClosed() throws IOException {
        Socket never = Socket.newSocketStream();
        assertThatThrownBy(() -> channels.open(never.intValue(), true)).isInstanceOf(IOException.class);
        assertThat(Path.of("/proc/self/fd/" + never.intValue())).matches(AdoptedChannelTest::noSocket);
    }

    @Test
    void aJdkThatHasChangedIsNamedInASentenceThatSaysWhatToDo() {
        assertThatThrownBy(() -> AdoptedChannel.lookup("sun.nio.gone."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Runtime.version().toString())
                .hasMessageContaining("use JDK 25")
                .hasMessageContaining("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
                .hasCauseInstanceOf(ClassNotFoundException.class);
    }

    private static void talk(SocketChannel one, SocketChannel other) throws IOException {
        var _ = one.write(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer came = ByteBuffer.allocate(1);
        assertThat(other.read(came)).isEqualTo(1);
        assertThat(came.get(0)).isEqualTo((byte) 7);
    }

    /** Closed, or used by somebody else since. */
    private static boolean noSocket(Path descriptor) {
        try {
            return !Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return true;
        }
    }
}
