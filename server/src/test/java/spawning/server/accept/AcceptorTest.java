// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.scoreboard.CrewBoard;

@Timeout(120)
class AcceptorTest {
    private static final boolean LONG = Boolean.getBoolean("spawning.long");
    private static final int CLIENT_TIMEOUT_MILLIS = 10_000;

    @TempDir
    Path folder;

    /**
     * A thread that the machine keeps from its turn is passed over, as a worker in GC is; so one good round of several
     * shows that turns are kept. Where they are not kept, the busiest gets several times as much in every round.
     */
    @Test
    void connectionsGoToTheAcceptorsInTurn() throws Exception {
        List<List<Integer>> rounds = new ArrayList<>();
        double best = Double.MAX_VALUE;
        while (best > 1.1 && rounds.size() < 8) {
            List<Integer> counts = countsOf400Connections();
            assertThat(counts.stream().mapToInt(i -> i).sum()).isEqualTo(400);
            rounds.add(counts);
            best = Math.min(best, (double) counts.getLast() / Math.max(1, counts.getFirst()));
        }
        assertThat(best).as("busiest to idlest of %s", rounds).isLessThanOrEqualTo(1.1);
    }

    private static List<Integer> countsOf400Connections() throws IOException {
        List<CountingEngine> engines =
                IntStream.range(0, 4).mapToObj(i -> new CountingEngine()).toList();
        try (Loopback loopback = Loopback.tcp()) {
            List<Acceptor> acceptors = new ArrayList<>();
            for (CountingEngine engine : engines) {
                Acceptor acceptor = new Acceptor(List.of(loopback.copy()), engine);
                acceptor.start();
                acceptors.add(acceptor);
            }
            for (int i = 0; i < 400; i++) {
                assertThat(answered(loopback.address())).isTrue();
            }
            acceptors.forEach(acceptor -> acceptor.stop(false));
        }
        return engines.stream().map(e -> e.adopted.get()).sorted().toList();
    }

    @Test
    void aFullEngineLeavesConnectionsToOthersAndGetsThemAgainWhenItHasRoom() throws Exception {
        CountingEngine full = new CountingEngine();
        CountingEngine other = new CountingEngine();
        full.full = true;
        try (Loopback loopback = Loopback.tcp()) {
            Acceptor first = new Acceptor(List.of(loopback.copy()), full);
            Acceptor second = new Acceptor(List.of(loopback.copy()), other);
            first.start();
            second.start();
            for (int i = 0; i < 20; i++) {
                assertThat(answered(loopback.address())).isTrue();
            }
            assertThat(full.adopted).hasValue(0);
            second.stop(false);
            try (Socket waiting = new Socket()) {
                waiting.setSoTimeout(CLIENT_TIMEOUT_MILLIS);
                waiting.connect(loopback.address());
                full.setFull(false);
                assertThat(waiting.getInputStream().read()).isEqualTo('x');
            }
            first.stop(false);
        }
        assertThat(other.adopted).hasValue(20);
    }

    @Test
    void whereAllAreStuckWhoeverHasWaitedForLongerThanRequestsMayTakeIsTaken() throws Exception {
        CountingEngine stuck = new CountingEngine();
        stuck.full = true;
        Duration patience = Duration.ofMillis(400);
        try (Loopback loopback = Loopback.tcp()) {
            Acceptor acceptor = new Acceptor(List.of(loopback.copy()), stuck);
            acceptor.patience(patience);
            acceptor.start();
            long start = System.nanoTime();
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(loopback.address().getAddress(), loopback.port());
                socket.setSoTimeout(CLIENT_TIMEOUT_MILLIS);
                waiting.add(socket);
            }
            for (Socket socket : waiting) {
                assertThat(socket.getInputStream().read()).isEqualTo('x');
                socket.close();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(patience);
            acceptor.stop(false);
        }
        assertThat(stuck.adopted).hasValue(40);
    }

    @Test
    void whoIsStuckTakesNobodyWhomOthersTakeInTime() throws Exception {
        CountingEngine stuck = new CountingEngine();
        stuck.full = true;
        CountingEngine other = new CountingEngine();
        try (Loopback loopback = Loopback.tcp()) {
            Acceptor first = new Acceptor(List.of(loopback.copy()), stuck);
            Acceptor second = new Acceptor(List.of(loopback.copy()), other);
            first.patience(Duration.ofMillis(800)); // four looks in a row would have to find somebody
            first.start();
            second.start();
            long start = System.nanoTime();
            while (System.nanoTime() - start < 1_500_000_000L) {
                assertThat(answered(loopback.address())).isTrue();
            }
            first.stop(false);
            second.stop(false);
        }
        assertThat(stuck.adopted).hasValue(0);
    }

    @Test
    void whoIsStuckLeavesALongQueueToOthersThatTakeFromIt() throws Exception {
        CountingEngine stuck = new CountingEngine();
        CountingEngine busy = new CountingEngine();
        List.of(stuck, busy).forEach(engine -> engine.full = true);
        List<Socket> clients = new ArrayList<>();
        try (Loopback loopback = Loopback.tcp()) {
            Acceptor first = new Acceptor(List.of(loopback.copy()), stuck);
            Acceptor second = new Acceptor(List.of(loopback.copy()), busy);
            List.of(first, second).forEach(acceptor -> acceptor.patience(Duration.ofSeconds(1)));
            first.start();
            second.start();
            long end = System.nanoTime() + 4_000_000_000L;
            while (System.nanoTime() - end < 0) {
                while (clients.size() - stuck.adopted.get() - busy.adopted.get() < 3) {
                    clients.add(new Socket(loopback.address().getAddress(), loopback.port()));
                }
                busy.answered.incrementAndGet();
                LockSupport.parkNanos(50_000_000);
            }
            first.stop(false);
            second.stop(false);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        assertThat(busy.adopted).hasValueGreaterThan(15);
        assertThat(stuck.adopted).hasValueLessThan(5); // with the one that each takes when it stops
    }

    @Test
    void whereAllAreFullWhoGetsOnTakesOneForEachAnswerAndWhoIsStuckTakesNone() throws Exception {
        CountingEngine stuck = new CountingEngine();
        CountingEngine busy = new CountingEngine();
        CountingEngine crowded = new CountingEngine();
        List.of(stuck, busy, crowded).forEach(engine -> engine.full = true);
        crowded.hasSlot = false;
        stuck.answered.set(1_000); // before it was stuck
        try (Loopback loopback = Loopback.tcp()) {
            List<Acceptor> acceptors = new ArrayList<>();
            for (CountingEngine engine : List.of(stuck, busy, crowded)) {
                acceptors.add(new Acceptor(List.of(loopback.copy()), engine));
            }
            acceptors.forEach(Acceptor::start);
            while (busy.asked.get() == 0) {
                Thread.onSpinWait(); // what was answered before it was seen to be full does not count
            }
            for (int i = 1; i <= 20; i++) {
                try (Socket waiting = new Socket()) {
                    waiting.setSoTimeout(CLIENT_TIMEOUT_MILLIS);
                    waiting.connect(loopback.address()); // first: an answer earns one of those who wait already
                    busy.answered.incrementAndGet();
                    crowded.answered.incrementAndGet();
                    assertThat(waiting.getInputStream().read()).isEqualTo('x');
                }
                assertThat(busy.adopted).hasValue(i);
            }
            acceptors.forEach(acceptor -> acceptor.stop(false));
        }
        assertThat(stuck.adopted).hasValue(0);
        assertThat(crowded.adopted).hasValue(0);
    }

    /** The sibling, of which there is only its line, takes something at each look, so it is waited for without end. */
    @Test
    void whoIsAheadTakesOneForItsWakeUpAndLeavesTheRestToASiblingAsLongAsThatTakesSome() throws Exception {
        CrewBoard board = CrewBoard.unshared();
        board.wipe(2);
        board.listens(2, true);
        AtomicInteger looks = new AtomicInteger();
        CountingEngine ahead = new CountingEngine();
        ahead.connections = () -> {
            board.taken(2, looks.incrementAndGet());
            return 100;
        };
        try (Loopback loopback = Loopback.tcp();
                Waiting waiting = new Waiting(loopback, 5)) {
            Acceptor acceptor = new Acceptor(List.of(loopback.copy()), ahead, board, 1);
            acceptor.start();
            while (looks.get() < 200) {
                Thread.onSpinWait();
            }
            assertThat(ahead.adopted).hasValue(1);
            board.listens(2, false);
            waiting.awaitAnswers();
            acceptor.stop(false);
        }
        assertThat(ahead.adopted).hasValue(5);
        assertThat(board.listens(1)).isFalse();
    }

    @Test
    void whoIsAheadTakesAllWhereTheSiblingThatIsBehindTakesNothing() throws Exception {
        CrewBoard board = CrewBoard.unshared();
        board.wipe(2);
        board.listens(2, true);
        CountingEngine ahead = new CountingEngine();
        ahead.connections = () -> 100;
        try (Loopback loopback = Loopback.tcp();
                Waiting waiting = new Waiting(loopback, 200)) {
            Acceptor acceptor = new Acceptor(List.of(loopback.copy()), ahead, board, 1);
            acceptor.start();
            waiting.awaitAnswers();
            acceptor.stop(false);
        }
        assertThat(ahead.adopted).hasValue(200);
        assertThat(board.taken(1)).isEqualTo(200);
        assertThat(board.connections(1)).isEqualTo(100);
    }

    @Test
    void aFullEngineIsNotWaitedForByOthers() throws Exception {
        CrewBoard board = CrewBoard.unshared();
        CountingEngine engine = new CountingEngine();
        try (Loopback loopback = Loopback.tcp()) {
            Acceptor acceptor = new Acceptor(List.of(loopback.copy()), engine, board, 1);
            assertThat(board.listens(1)).isFalse();
            acceptor.start();
            while (!board.listens(1)) {
                Thread.onSpinWait();
            }
            engine.full = true;
            engine.wake.run();
            while (board.listens(1)) {
                Thread.onSpinWait();
            }
            acceptor.stop(false);
        }
    }

    /** Clients that have connected and wait for their byte. */
    private static final class Waiting implements AutoCloseable {
        private final List<Socket> sockets = new ArrayList<>();

        Waiting(Loopback loopback, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket(loopback.address().getAddress(), loopback.port());
                socket.setSoTimeout(CLIENT_TIMEOUT_MILLIS);
                sockets.add(socket);
            }
        }

        void awaitAnswers() throws IOException {
            for (Socket socket : sockets) {
                assertThat(socket.getInputStream().read()).isEqualTo('x');
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** The controller's copy stays open, as it does while workers come and go. */
    @Test
    void startsAndStopsUnderConnectingClientsLoseNothing() throws Exception {
        int cycles = LONG ? 10_000 : 500;
        try (Loopback loopback = Loopback.tcp();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Acceptor standing = new Acceptor(List.of(loopback.copy()), new CountingEngine());
            standing.start();
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger asked = new AtomicInteger();
            Callable<Integer> client = () -> lostUntil(over, asked, loopback.address());
            List<Future<Integer>> clients =
                    List.of(threads.submit(client), threads.submit(client), threads.submit(client));
            List<Future<?>> cyclers = List.of(
                    threads.submit(() -> cycle(cycles / 2, loopback)),
                    threads.submit(() -> cycle(cycles / 2, loopback)));
            for (Future<?> cycler : cyclers) {
                cycler.get();
            }
            over.set(true);
            for (Future<Integer> lost : clients) {
                assertThat(lost.get()).isZero();
            }
            assertThat(asked.get()).isPositive();
            standing.stop(false);
        }
    }

    private static Void cycle(int times, Loopback loopback) throws IOException {
        for (int i = 0; i < times; i++) {
            Acceptor acceptor = new Acceptor(List.of(loopback.copy()), new CountingEngine());
            acceptor.start();
            acceptor.stop(false);
        }
        return null;
    }

    private static int lostUntil(AtomicBoolean over, AtomicInteger asked, InetSocketAddress address)
            throws IOException {
        int lost = 0;
        while (!over.get()) {
            asked.incrementAndGet();
            lost += answered(address) ? 0 : 1;
        }
        return lost;
    }

    @Test
    void aQueueIsEmptiedBehindAClosedGateAndNoEstablishedConnectionIsLost() throws Exception {
        int rounds = LONG ? 60 : 4;
        for (int round = 0; round < rounds; round++) {
            Loopback loopback = Loopback.tcp();
            InetSocketAddress address = loopback.address();
            List<Acceptor> workers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Acceptor worker = new Acceptor(List.of(loopback.copy()), new CountingEngine());
                worker.start();
                workers.add(worker);
            }
            loopback.close(); // the controller has died
            assertThat(lostWhile(address, () -> workers.parallelStream().forEach(Acceptor::stopAlone)))
                    .as("connections established and not answered in round %d", round)
                    .isZero();
        }
    }

    @Test
    void aUnixSocketIsEmptiedBehindAClosedGate() throws Exception {
        for (int round = 0; round < 10; round++) {
            Path path = folder.resolve("socket" + round);
            Loopback loopback = Loopback.unix(path);
            Acceptor worker = new Acceptor(List.of(loopback.copy()), new CountingEngine());
            worker.start();
            loopback.close();
            assertThat(lostWhile(UnixDomainSocketAddress.of(path), worker::stopAlone))
                    .isZero();
        }
    }

    /** Clients connect one after another until they are refused, while something happens. */
    private static int lostWhile(SocketAddress address, Runnable happening) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            AtomicInteger asked = new AtomicInteger();
            Callable<Integer> client = () -> {
                int lost = 0;
                try {
                    while (true) {
                        lost += answered(address) ? 0 : 1;
                        asked.incrementAndGet();
                    }
                } catch (ConnectException refused) {
                    return lost;
                }
            };
            List<Future<Integer>> clients = List.of(threads.submit(client), threads.submit(client));
            while (asked.get() < 20) {
                Thread.onSpinWait();
            }
            happening.run();
            int lost = 0;
            for (Future<Integer> c : clients) {
                lost += c.get(20, TimeUnit.SECONDS);
            }
            return lost;
        }
    }

    @Test
    void whatWaitsWhenNothingWasStartedIsTakenByTheStopThatEmptiesQueues() throws Exception {
        CountingEngine engine = new CountingEngine();
        try (Loopback loopback = Loopback.tcp();
                Socket one = new Socket();
                Socket two = new Socket()) {
            one.connect(loopback.address());
            two.connect(loopback.address());
            Acceptor acceptor = new Acceptor(List.of(loopback.copy()), engine);
            acceptor.stop(true);
            acceptor.stop(true);
            acceptor.start();
            assertThat(engine.adopted).hasValue(2);
        }
    }

    @Test
    void whoNeverStartedLeavesWhatWaitsToOthers() throws Exception {
        CountingEngine engine = new CountingEngine();
        try (Loopback loopback = Loopback.tcp();
                Socket one = new Socket()) {
            one.connect(loopback.address());
            new Acceptor(List.of(loopback.copy()), engine).stop(false);
            assertThat(engine.adopted).hasValue(0);
        }
    }

    @Test
    void theDescriptorIsClosedWhenStopReturns() throws Exception {
        try (Loopback loopback = Loopback.tcp()) {
            BoundListener copy = loopback.copy();
            Acceptor acceptor = new Acceptor(List.of(copy), new CountingEngine());
            acceptor.start();
            acceptor.stop(false);
            assertThat(Path.of("/proc/self/fd/" + copy.fd()))
                    .satisfiesAnyOf(
                            fd -> assertThat(fd).doesNotExist(),
                            fd -> assertThat(fd.toRealPath().toString()).doesNotContain("socket:"));
        }
    }

    /** Whether a connection that was established gets its byte; a refused one throws. */
    private static boolean answered(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                try {
                    channel.connect(address);
                } catch (IOException refused) {
                    throw new ConnectException(refused.getMessage());
                }
                return channel.read(ByteBuffer.allocate(1)) == 1;
            } catch (ConnectException refused) {
                throw refused;
            } catch (IOException reset) {
                return false;
            }
        }
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(CLIENT_TIMEOUT_MILLIS);
            socket.connect(address, CLIENT_TIMEOUT_MILLIS);
            try {
                return socket.getInputStream().read() == 'x';
            } catch (IOException lost) {
                return false;
            }
        }
    }
}
