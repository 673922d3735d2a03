// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.server.engine.RequestUnderWay;
import spawning.server.green.GreenThreads;
import spawning.wsgi.Application;

/** {@code --threads=0}, with a real loop and real connections. */
@Timeout(60)
class GreenDispatcherTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void requestsThatWaitHoldUpNobody() throws Exception {
        int many = 200;
        CountDownLatch inside = new CountDownLatch(many);
        CountDownLatch go = new CountDownLatch(1);
        Application application = (environ, start) -> {
            if (Apps.string(environ, "PATH_INFO").equals("/wait")) {
                inside.countDown();
                go.await();
            }
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes(Thread.currentThread().toString()));
        };
        try (Served served = green(application)) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                clients.add(served.connect().get("/wait"));
            }
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            try (Client quick = served.connect()) {
                assertThat(quick.send(GET).response().body()).endsWith("@event-loop");
            }
            go.countDown();
            for (Client client : clients) {
                assertThat(client.response().status()).isEqualTo(200);
                client.close();
            }
        }
    }

    @Test
    void aRequestThatDoesNotYieldSendsNewConnectionsElsewhereUntilItDoes() throws Exception {
        AtomicBoolean go = new AtomicBoolean();
        CountDownLatch inside = new CountDownLatch(1);
        Application application = (environ, start) -> {
            inside.countDown();
            while (!go.get()) {
                Thread.onSpinWait();
            }
            start.start("200 OK", Apps.TEXT);
            return List.of(Apps.bytes("x"));
        };
        try (Served served = green(application);
                Client client = served.connect()) {
            CountDownLatch full = new CountDownLatch(1);
            CountDownLatch room = new CountDownLatch(1);
            served.engine.onRoomChange(() -> (served.engine.full() ? full : room).countDown());
            client.send(GET);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stackOfOnlyRequest(served)).contains("GreenDispatcherTest");
            go.set(true);
            assertThat(client.response().body()).isEqualTo("x");
            assertThat(room.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(served.engine.full()).isFalse();
        }
    }

    @Test
    void dumpsNameTheRequestsUnderWayAndShowWhereTheyAre() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Application application = (environ, start) -> {
            inside.countDown();
            go.await();
            start.start("200 OK", Apps.TEXT);
            return List.of();
        };
        try (Served served = green(application);
                Client client = served.connect()) {
            client.get("/orders?token=secret");
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(served.engine.underWay())
                    .extracting(RequestUnderWay::line)
                    .containsExactly("GET /orders");
            assertThat(stackOfOnlyRequest(served)).contains("GreenDispatcherTest", "CountDownLatch.await");
            go.countDown();
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    /** The body's close() wants a lock that another request holds while it waits: on the loop, that would be for ever. */
    @Test
    void callbacksOfTheApplicationMayWaitForLocksThatOtherRequestsHoldWhileTheyWait() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        class Body implements Iterable<byte[]>, AutoCloseable {
            @Override
            public Iterator<byte[]> iterator() {
                return List.of(Apps.bytes("a"), new byte[1 << 20], new byte[1 << 20], new byte[1 << 20])
                        .iterator();
            }

            @Override
            public void close() {
                closing.countDown();
                lock.lock();
                lock.unlock();
                closed.countDown();
            }
        }
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            return switch (Apps.string(environ, "PATH_INFO")) {
                case "/hold" -> {
                    lock.lock();
                    try {
                        held.countDown();
                        go.await();
                    } finally {
                        lock.unlock();
                    }
                    yield List.of(Apps.bytes("held"));
                }
                case "/aborted" -> new Body();
                default -> List.of(Apps.bytes("x"));
            };
        };
        try (Served served = green(application);
                Client holder = served.connect();
                Client other = served.connect()) {
            holder.get("/hold");
            assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
            try (Client aborted = served.connect()) {
                aborted.get("/aborted");
                aborted.line();
            } // goes away in the middle of the response
            assertThat(closing.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(other.send(GET).response().body()).isEqualTo("x");
            go.countDown();
            assertThat(holder.response().body()).isEqualTo("held");
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Neither by yielding, nor by taking its time: the connections are looked after all the while. */
    @Test
    void aRequestThatIsAlwaysReadyToGoOnHoldsUpNobody() throws Exception {
        AtomicBoolean go = new AtomicBoolean();
        AtomicInteger turns = new AtomicInteger();
        CountDownLatch inside = new CountDownLatch(1);
        Application application = (environ, start) -> {
            start.start("200 OK", Apps.TEXT);
            switch (Apps.string(environ, "PATH_INFO")) {
                case "/yield" -> {
                    inside.countDown();
                    while (!go.get()) {
                        turns.incrementAndGet();
                        burn(Duration.ofMillis(2));
                        Thread.yield();
                    }
                }
                case "/go" -> go.set(true);
                default -> throw new AssertionError();
            }
            return List.of(Apps.bytes("x"));
        };
        try (Served served = green(application);
                Client yielding = served.connect();
                Client other = served.connect()) {
            yielding.get("/yield");
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(other.get("/go").response().body()).isEqualTo("x");
            assertThat(yielding.response().body()).isEqualTo("x");
        }
        assertThat(turns.get()).as("turns of 2 ms until the other was read").isLessThan(100);
    }

    private static void burn(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoeverWakesARequestWhoseEngineHasEndedIsNotHarmed() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goneOn = new CountDownLatch(1);
        Object monitor = new Object();
        Application application = (environ, start) -> {
            inside.countDown();
            synchronized (monitor) {
                goneOn.countDown();
            }
            return List.of();
        };
        synchronized (monitor) {
            try (Served served = green(application);
                    Client client = served.connect()) {
                client.send(GET);
                assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(goneOn.await(10, TimeUnit.SECONDS)).isTrue();
        // the JDK's thread that wakes all virtual threads from monitors is still there
        Thread other;
        synchronized (monitor) {
            other = Thread.ofVirtual().start(() -> {
                synchronized (monitor) {
                    var _ = monitor.hashCode();
                }
            });
            while (other.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }
        assertThat(other.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aRequestThatKeepsTheLoopWhileItWaitsForALockIsTheEndOfTheWorker() throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        EventLoop loop = group.next();
        CountDownLatch lock = new CountDownLatch(1);
        CompletableFuture<String> reason = new CompletableFuture<>();
        LoopJudge judge = new LoopJudge(Duration.ofSeconds(60), Duration.ofSeconds(1));
        try (LoopWatch watch = new LoopWatch(loop, judge, () -> {}, reason::complete, Duration.ZERO, what -> {})) {
            watch.start(() -> true);
            Mounted request = new Mounted() {
                @Override
                public String line() {
                    return "GET /stuck";
                }

                @Override
                public @Nullable Thread thread() {
                    return null;
                }
            };
            GreenThreads.unstarted(task -> loop.execute(() -> watch.mount(request, task)), "stuck", () -> {
                        GreenThreads.pin(); // as in a static initializer, or beneath native code
                        awaitQuietly(lock);
                        GreenThreads.unpin();
                    })
                    .start();
            assertThat(reason.get(20, TimeUnit.SECONDS)).contains("with GET /stuck on it");
        } finally {
            lock.countDown();
            assertThat(group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void requestsThatOutlastTheEngineAreInterrupted() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Application application = (environ, start) -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return List.of();
        };
        try (Served served = green(application);
                Client client = served.connect()) {
            client.send(GET);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRequestThatNeverLeftTheLoopIsInterruptedAtTheEndAsWell() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Application application = (environ, start) -> {
            inside.countDown();
            while (!Thread.interrupted()) {
                Thread.onSpinWait();
            }
            interrupted.countDown();
            return List.of();
        };
        long begin;
        try (Served served = green(application);
                Client client = served.connect()) {
            client.send(GET);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            begin = System.nanoTime();
        }
        assertThat(interrupted.await(0, TimeUnit.SECONDS)).as("by the close").isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aLoopThatWaitsForALockWithNoRequestOnItIsTheEndOfTheWorker() throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ReentrantLock lock = new ReentrantLock();
        CompletableFuture<String> reason = new CompletableFuture<>();
        EventLoop loop = group.next();
        lock.lock();
        try (LoopWatch watch =
                new LoopWatch(loop, new LoopJudge(), () -> {}, reason::complete, Duration.ZERO, what -> {})) {
            watch.start(() -> true);
            loop.execute(() -> {
                lock.lock();
                lock.unlock();
            });
            assertThat(reason.get(20, TimeUnit.SECONDS))
                    .matches("the event loop has waited for a lock for \\d{4} ms,.*");
        } finally {
            lock.unlock();
            assertThat(group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void aWatchThatFailedStillSeesTheLoopComeRoundAgain() throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        CountDownLatch crowded = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        Runnable changed = () -> {
            if (crowded.getCount() > 0) {
                crowded.countDown();
                throw new OutOfMemoryError("as asked");
            }
            free.countDown();
        };
        EventLoop loop = group.next();
        CountDownLatch leave = new CountDownLatch(1);
        try (LoopWatch watch = new LoopWatch(loop, new LoopJudge(), changed, reason -> {}, Duration.ZERO, what -> {})) {
            watch.start(() -> true);
            loop.execute(() -> awaitQuietly(leave));
            assertThat(crowded.await(10, TimeUnit.SECONDS)).isTrue();
            leave.countDown();
            assertThat(free.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.heldUp()).isFalse();
        } finally {
            leave.countDown();
            assertThat(group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static Served green(Application application) throws Exception {
        return new Served(application, limits -> limits.threads(0));
    }

    private static String stackOfOnlyRequest(Served served) {
        Thread thread = served.engine.underWay().getFirst().thread();
        assertThat(thread).isNotNull();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (thread.getState() != Thread.State.WAITING && System.nanoTime() - limit < 0) {
            Thread.onSpinWait(); // it has said that it is there, and is about to wait
        }
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            stack.append(frame).append('\n');
        }
        return stack.toString();
    }
}
