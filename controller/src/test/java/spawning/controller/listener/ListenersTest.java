// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.controller.posix.Epoll;
import spawning.controller.posix.Fd;
import spawning.controller.posix.OpenDescriptors;
import spawning.controller.posix.Posix;
import spawning.controller.posix.Sockets;
import spawning.protocol.ListenerKind;

class ListenersTest {
    private static final Bind ANY_PORT = Bind.parse("127.0.0.1:0");

    private final AtomicLong now = new AtomicLong();
    private final List<Duration> pauses = new ArrayList<>();
    private final Listeners listeners = new Listeners(128, now::get, this::pass);

    @TempDir
    Path folder;

    private boolean pass(Duration pause) {
        pauses.add(pause);
        now.addAndGet(pause.toNanos());
        return true;
    }

    private static InetSocketAddress address(BoundListener listener) throws IOException {
        return (InetSocketAddress) Sockets.getsockname(listener.fd());
    }

    private static Fd acceptWithin(BoundListener listener, Duration limit) throws IOException {
        try (Epoll epoll = Epoll.create()) {
            epoll.add(listener.fd(), Epoll.EPOLLIN, 0);
            epoll.await(limit);
            return Sockets.accept4(listener.fd()).orElseThrow();
        }
    }

    private static String read(Fd connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        assertThat(Posix.read(connection, buffer)).isPositive();
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    @Test
    void whileNothingWasEverTakenTheFirstListenersStayOpenUntilSomethingIs() throws Exception {
        Standby standby = new Standby(true);
        ListenerLease first = listeners.open(List.of(ANY_PORT));
        BoundListener kept = first.all().getFirst();
        standby.giveBack(first);
        assertThat(kept.fd().isOpen()).isTrue();
        ListenerLease second = listeners.open(List.of(ANY_PORT, Bind.parse("127.0.0.2:0")));
        BoundListener other = second.all().getLast();
        standby.giveBack(second);
        assertThat(kept.fd().isOpen()).isTrue();
        assertThat(other.fd().isOpen()).as("an address that was added").isTrue();
        standby.giveBack(listeners.open(List.of(ANY_PORT)));

        standby.end();
        assertThat(listeners.all()).as("however often they were given back").isEmpty();
        ListenerLease third = listeners.open(List.of(ANY_PORT));
        standby.giveBack(third);
        assertThat(third.all().getFirst().fd().isOpen()).isFalse();
    }

    @Test
    void theKernelsPortIsShownAndConnectionsComeIn() throws Exception {
        ListenerLease lease = listeners.open(List.of(ANY_PORT));
        BoundListener listener = lease.all().getFirst();
        assertThat(listener.address())
                .isEqualTo("127.0.0.1:" + address(listener).getPort());
        assertThat(listener.kind()).isEqualTo(ListenerKind.TCP);
        assertThat(listener.fd().number()).isGreaterThanOrEqualTo(Posix.LOWEST_OWN);
        assertThat(Sockets.accept4(listener.fd())).as("non-blocking").isEmpty();
        try (SocketChannel client = SocketChannel.open(address(listener));
                Fd connection = acceptWithin(listener, Duration.ofSeconds(5))) {
            client.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
            assertThat(Sockets.isStreamListener(listener.fd().number())).isTrue();
            assertThat(Sockets.isStreamListener(connection.number())).isFalse();
        }
        assertThat(lease.release()).containsExactly(listener);
        assertThat(listener.fd().isOpen()).isFalse();
    }

    @Test
    void bothFamiliesShareAPort() throws Exception {
        ListenerLease v4 = listeners.open(List.of(Bind.parse("*:0")));
        int port = address(v4.all().getFirst()).getPort();
        ListenerLease v6 = listeners.open(List.of(Bind.parse("[::]:" + port)));
        assertThat(v6.all().getFirst().address()).isEqualTo("[::]:" + port);
        v4.release();
        v6.release();
    }

    @Test
    void aReloadKeepsTheSocketsWhoseBindsStay() throws Exception {
        Bind unix = Bind.parse("unix:" + folder.resolve("a.sock"));
        ListenerLease first = listeners.open(List.of(ANY_PORT, unix, ANY_PORT));
        assertThat(first.all()).hasSize(2).isEqualTo(first.added());
        Bind other = Bind.parse("unix:" + folder.resolve("b.sock"));
        ListenerLease second = listeners.open(List.of(other, ANY_PORT));
        assertThat(second.all()).contains(first.all().getFirst());
        assertThat(second.added()).extracting(BoundListener::bind).containsExactly(other);
        assertThat(first.release()).extracting(BoundListener::bind).containsExactly(unix);
        assertThat(first.release()).isEmpty();
        assertThat(second.all()).allMatch(listener -> listener.fd().isOpen());
        assertThat(second.release()).hasSize(2);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void allBindsAreOpenedOrNone() throws Exception {
        Set<String> before = OpenDescriptors.now();
        Path file = Files.writeString(folder.resolve("file"), "precious");
        List<Bind> binds =
                List.of(ANY_PORT, Bind.parse("unix:" + folder.resolve("a.sock")), Bind.parse("unix:" + file));
        assertThatThrownBy(() -> listeners.open(binds))
                .isInstanceOf(CannotBindException.class)
                .hasMessageContaining("cannot bind unix:" + file)
                .hasMessageContaining("is not a socket");
        assertThat(file).hasContent("precious");
        assertThat(folder.resolve("a.sock")).doesNotExist();
        assertThat(OpenDescriptors.now()).isEqualTo(before);
        assertThat(pauses).isEmpty();
    }

    @Test
    void anAddressInUseIsTriedForTenSecondsAndItsHolderNamed() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Bind bind = new Bind.Tcp("127.0.0.1", holder.getLocalPort());
            assertThatThrownBy(() -> listeners.open(List.of(bind)))
                    .isInstanceOf(CannotBindException.class)
                    .hasMessageContaining(
                            "in use, held by pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("still so after 10s (limit 10s)");
        }
        assertThat(pauses.getFirst()).isEqualTo(Duration.ofMillis(50));
        assertThat(pauses).hasSizeBetween(10, 20).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) <= 0);
        assertThat(now.get()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void anAddressThatBecomesFreeInTimeIsTaken() throws Exception {
        ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Bind bind = new Bind.Tcp("127.0.0.1", holder.getLocalPort());
        Listeners patient = new Listeners(128, now::get, pause -> {
            try {
                holder.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return true;
        });
        assertThat(patient.open(List.of(bind)).release()).hasSize(1);
    }

    @Test
    void aWaitThatIsRevokedEndsAtOnce() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Bind bind = new Bind.Tcp("127.0.0.1", holder.getLocalPort());
            assertThatThrownBy(() -> new Listeners(128, now::get, pause -> false).open(List.of(bind)))
                    .hasMessageContaining("still so after 0s");
        }
    }

    @Test
    void onlyAnAddressInUseIsTriedAgain() {
        assertThatThrownBy(() -> listeners.open(List.of(Bind.parse("192.0.2.1:80"))))
                .hasMessageContaining("cannot bind 192.0.2.1:80")
                .hasMessageContaining("EADDRNOTAVAIL")
                .hasMessageContaining("no network interface here has it");
        assertThatThrownBy(() -> listeners.open(List.of(Bind.parse("unix:/absent/a.sock"))))
                .hasMessageContaining("ENOENT");
        assertThatThrownBy(() -> listeners.open(List.of(Bind.parse("unix:/" + "x".repeat(107)))))
                .hasMessageContaining("has 108 bytes; the kernel allows 107");
        assertThat(pauses).isEmpty();
    }

    @Test
    void aUnixSocketHasTheModeThatWasAskedFor() throws Exception {
        Path path = folder.resolve("a.sock");
        ListenerLease lease = listeners.open(List.of(Bind.parse("unix:" + path + "?mode=0620")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw--w----");
        assertThat(lease.all().getFirst().address()).isEqualTo("unix:" + path);
        assertThat(lease.all().getFirst().kind()).isEqualTo(ListenerKind.UNIX);
        lease.release();
        assertThat(path).doesNotExist();
    }

    @Test
    void aStaleSocketFileIsReplacedAndALiveOneIsInUse() throws Exception {
        Path path = folder.resolve("a.sock");
        ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        other.bind(UnixDomainSocketAddress.of(path));
        Bind bind = Bind.parse("unix:" + path);
        assertThatThrownBy(() -> listeners.open(List.of(bind)))
                .hasMessageContaining(
                        "in use, held by pid " + ProcessHandle.current().pid());
        other.close();
        assertThat(path).as("left behind").exists();
        ListenerLease lease = listeners.open(List.of(bind));
        Files.delete(path);
        Files.writeString(path, "of somebody else");
        lease.release();
        assertThat(path).hasContent("of somebody else");
    }

    @Test
    void anInheritedSocketHasToListenAndStaysOpen() throws Exception {
        ListenerLease outer = listeners.open(List.of(ANY_PORT));
        int number = outer.all().getFirst().fd().number();
        ListenerLease inner = listeners.open(List.of(new Bind.Inherited(number)));
        BoundListener inherited = inner.all().getFirst();
        assertThat(inherited.kind()).isEqualTo(ListenerKind.INHERITED_TCP);
        assertThat(inherited.address()).isEqualTo(outer.all().getFirst().address());
        assertThat(inherited.fd().number()).isNotEqualTo(number);
        inner.release();
        assertThat(Sockets.isStreamListener(number)).isTrue();
        outer.release();
        assertThatThrownBy(() -> listeners.open(List.of(new Bind.Inherited(0))))
                .hasMessageContaining("ENOTSOCK")
                .hasMessageContaining("listening stream socket");
        assertThatThrownBy(() -> listeners.open(List.of(new Bind.Inherited(987))))
                .hasMessageContaining("EBADF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
    void closedGatesLetNobodyInResetNobodyAndKeepWhoIsIn(String bind) throws Exception {
        ListenerLease lease = listeners.open(List.of(Bind.parse(bind), Bind.parse("unix:" + folder.resolve("a.sock"))));
        BoundListener tcp = lease.all().getFirst();
        try (SocketChannel inQueue = SocketChannel.open(address(tcp));
                SocketChannel tooLate = SocketChannel.open();
                Selector selector = Selector.open()) {
            inQueue.write(ByteBuffer.wrap("before".getBytes(StandardCharsets.US_ASCII)));

            listeners.closeGates();

            tooLate.configureBlocking(false);
            tooLate.connect(address(tcp));
            tooLate.register(selector, SelectionKey.OP_CONNECT);
            assertThat(selector.select(300)).as("neither connected nor refused").isZero();
            inQueue.write(ByteBuffer.wrap(" and after".getBytes(StandardCharsets.US_ASCII)));
            try (Fd connection = acceptWithin(tcp, Duration.ofSeconds(5))) {
                assertThat(read(connection)).isEqualTo("before and after");
                Posix.write(
                        connection,
                        ByteBuffer.allocateDirect(3)
                                .put(new byte[] {'b', 'y', 'e'})
                                .flip());
                ByteBuffer answer = ByteBuffer.allocate(10);
                assertThat(inQueue.read(answer)).isEqualTo(3);
            }
            assertThat(Sockets.accept4(tcp.fd())).isEqualTo(Optional.empty());
            assertThat(folder).isEmptyDirectory();
        } finally {
            lease.release();
        }
    }
}
