// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A single thread stands for the event loop; what the JVM keeps for itself is tried for real. */
@Timeout(20)
class GreenThreadsTest {
    private final ExecutorService loop = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("the-loop").factory());

    @AfterEach
    void endLoop() {
        loop.shutdownNow();
    }

    @Test
    void thisJdkHasThem() {
        assertThat(GreenThreads.whyNot()).isEmpty();
    }

    @Test
    void aThreadRunsOnItsSchedulerBeforeAndAfterItWaited() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        Thread thread = GreenThreads.unstarted(loop, "GET /", () -> {
            String before = Thread.currentThread().toString();
            nap();
            seen.set(before + " " + Thread.currentThread());
        });
        thread.start();
        thread.join();
        assertThat(seen.get()).matches(".*\\[#\\d+,GET /]/runnable@the-loop .*\\[#\\d+,GET /]/runnable@the-loop");
    }

    @Test
    void aThreadThatWaitsLeavesTheLoopToOthers() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Thread thread = GreenThreads.unstarted(loop, "waits", () -> await(go));
        thread.start();
        loop.submit(go::countDown).get(10, TimeUnit.SECONDS);
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aThreadStartedByAGreenOneIsGreenToo() throws Exception {
        AtomicReference<String> child = new AtomicReference<>("");
        Thread thread = GreenThreads.unstarted(loop, "parent", () -> {
            Thread started = Thread.startVirtualThread(
                    () -> child.set(Thread.currentThread().toString()));
            join(started);
        });
        thread.start();
        thread.join();
        assertThat(child.get()).endsWith("@the-loop");
    }

    /** The JDK's pollers are made once a process, and this has to hold whichever test is the first to need them. */
    @Test
    void socketsOfOtherVirtualThreadsDoNotDependOnTheLoop() throws Exception {
        GreenThreads.startPollers();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread green = GreenThreads.unstarted(loop, "first", () -> accept(server));
            green.start();
            knock(server, green);
            assertThat(green.join(Duration.ofSeconds(10))).isTrue();

            CountDownLatch go = new CountDownLatch(1);
            loop.execute(() -> await(go)); // the loop is held up
            Thread ordinary = Thread.ofVirtual().start(() -> accept(server));
            knock(server, ordinary);
            assertThat(ordinary.join(Duration.ofSeconds(10))).isTrue();
            go.countDown();
        }
    }

    /** Connects when somebody waits for it: otherwise no poller is needed. */
    private static void knock(ServerSocket server, Thread waiter) throws IOException {
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        new Socket(server.getInetAddress(), server.getLocalPort()).close();
    }

    private static void accept(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The dead-lock that the rules of docs/green-threads.md are there for: this shows that it is real. */
    @Test
    void aLoopThatWantsALockWhichAGreenThreadHoldsOverAWaitIsStuckForEver() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        Future<?> wish = wishForTheLockOf(lock, false);
        assertThatThrownBy(() -> wish.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        wish.cancel(true);
    }

    /** And that the cure works: what may wait in a lock that the loop could want does so without leaving its carrier. */
    @Test
    void aPinnedThreadHoldsNoLockTheLoopCouldWaitForInVain() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        Future<?> wish = wishForTheLockOf(lock, true);
        wish.get(10, TimeUnit.SECONDS);
    }

    /** A green thread takes the lock and waits a little; meanwhile the loop is asked to take it as well. */
    private Future<?> wishForTheLockOf(ReentrantLock lock, boolean pinned) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Thread holder = GreenThreads.unstarted(loop, "holder", () -> {
            if (pinned) {
                GreenThreads.pin();
            }
            lock.lock();
            try {
                held.countDown();
                nap();
            } finally {
                lock.unlock();
                if (pinned) {
                    GreenThreads.unpin();
                }
            }
        });
        holder.start();
        held.await();
        return loop.submit(() -> {
            lock.lockInterruptibly();
            return null;
        });
    }

    /** Waits, shortly, as an application would. */
    private static void nap() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
