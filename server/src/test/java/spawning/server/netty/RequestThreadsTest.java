// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test's thread is the loop; looks come when the test says so. */
@Timeout(60)
class RequestThreadsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private volatile boolean brief;

    /** Not measured, for a busy machine makes anything long. */
    private final Pace pace = new Pace() {
        @Override
        boolean brief() {
            return brief;
        }

        @Override
        void stalls() {
            brief = false;
        }
    };

    private final Queue<Runnable> looks = new ArrayDeque<>();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final RequestThreads threads = new RequestThreads(3, this::thread, pace, looks::add);

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "request");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ignored, e) -> uncaught.add(e));
        return thread;
    }

    @AfterEach
    void end() throws InterruptedException {
        threads.close(LIMIT);
    }

    @Test
    void requestsThatAreNotBriefHaveAThreadEach() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        for (int i = 0; i < 3; i++) {
            threads.execute(() -> await(together));
        }
        threads.batchEnded();
        await(together); // passed by nobody unless all three run at once
        assertThat(looks).isEmpty();
    }

    @Test
    void aBatchOfBriefOnesIsRunByOneThreadOneAfterAnother() throws Exception {
        allWait();
        brief = true;
        BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
        for (int i = 0; i < 5; i++) {
            threads.execute(() -> ran.add(Thread.currentThread()));
        }
        threads.batchEnded();
        Thread first = next(ran);
        for (int i = 0; i < 4; i++) {
            assertThat(next(ran)).isSameAs(first);
        }
    }

    @Test
    void nobodyIsCalledForBriefOnesBeforeTheirBatchEnds() {
        allWait();
        brief = true;
        AtomicInteger ran = new AtomicInteger();
        threads.execute(ran::incrementAndGet);
        assertThat(threads.goesOn()).isTrue(); // it is still in the queue
        assertThat(ran).hasValue(0);
        threads.batchEnded();
    }

    @Test
    void thoseBehindOneThatIsLongAgainstExpectationGetThreadsAtTheLook() throws Exception {
        allWait();
        brief = true;
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CyclicBarrier together = new CyclicBarrier(3);
        threads.execute(() -> {
            begun.countDown();
            await(goOn);
        });
        threads.execute(() -> await(together));
        threads.execute(() -> await(together));
        threads.batchEnded();
        await(begun);
        assertThat(threads.lookDue()).isTrue();
        while (!looks.isEmpty()) {
            look(); // the first may only see that the queue has moved
        }
        await(together);
        goOn.countDown();
    }

    @Test
    void whoComesBehindOneThatIsKnownToBeLongWaitsForNoLook() throws Exception {
        allWait();
        brief = true;
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        threads.execute(() -> {
            begun.countDown();
            await(goOn);
        });
        threads.batchEnded();
        await(begun);
        long known = System.nanoTime() + MICROSECONDS.toNanos(2 * RequestThreads.LOOK_MICROS);
        while (System.nanoTime() - known < 0) {
            Thread.onSpinWait();
        }
        threads.execute(ran::countDown);
        threads.batchEnded();
        await(ran);
        goOn.countDown();
    }

    @Test
    void aQueueThatMovesTooSlowlyGetsAnotherThreadAtTheSecondLook() throws Exception {
        allWait();
        brief = true;
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        for (int i = 0; i < 20; i++) {
            threads.execute(() -> {
                begun.release();
                goOn.acquireUninterruptibly();
            });
        }
        threads.batchEnded();
        for (int i = 0; i < 2; i++) {
            take(begun);
            goOn.release();
            take(begun); // the queue has moved
            begun.release();
            look();
        }
        take(begun);
        take(begun); // of two at once
        assertThat(brief).as("that nothing stalls").isTrue();
        goOn.release(20);
    }

    @Test
    void aHandlerOfUncaughtExceptionsThatThrowsEndsNoThread() throws Exception {
        RequestThreads alone = new RequestThreads(
                1,
                task -> {
                    Thread thread = thread(task);
                    thread.setUncaughtExceptionHandler((ignored, e) -> {
                        throw new IllegalStateException(e);
                    });
                    return thread;
                },
                pace,
                looks::add);
        CountDownLatch ran = new CountDownLatch(1);
        alone.execute(() -> {
            throw new IllegalStateException("as it should");
        });
        alone.execute(ran::countDown);
        await(ran);
        alone.close(LIMIT);
    }

    @Test
    void aLookThatFindsNothingIsTheLastOne() throws Exception {
        brief = true;
        CountDownLatch ran = new CountDownLatch(1);
        threads.execute(ran::countDown);
        threads.batchEnded();
        await(ran);
        while (!looks.isEmpty()) {
            look();
        }
        assertThat(threads.lookDue()).isFalse();
    }

    @Test
    void noRequestIsLeftBehindInAnyOrderOfCallsAndWaits() throws Exception {
        int requests = 200_000;
        brief = true;
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < requests; i++) {
            threads.execute(ran::incrementAndGet);
            if (i % 7 == 0) {
                threads.batchEnded();
            }
            if (i % 97 == 0) {
                while (ran.get() < i) { // so that the threads wait again and again
                    Thread.onSpinWait();
                    threads.batchEnded();
                    if (!looks.isEmpty()) {
                        look();
                    }
                }
            }
        }
        threads.batchEnded();
        while (ran.get() < requests) {
            Thread.onSpinWait();
            if (!looks.isEmpty()) {
                look();
            }
        }
        assertThat(ran).hasValue(requests);
    }

    @Test
    void aRequestThatThrowsEndsNoThreadAndAnInterruptGoesNoFurther() throws Exception {
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        for (int i = 0; i < 10; i++) {
            threads.execute(() -> {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("as it should");
            });
        }
        for (int i = 0; i < 10; i++) {
            threads.execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));
        }
        threads.batchEnded();
        for (int i = 0; i < 10; i++) {
            assertThat(next(interrupted)).isFalse();
        }
        assertThat(uncaught).hasSize(10).allMatch(e -> "as it should".equals(e.getMessage()));
    }

    @Test
    void whatIsInTheQueueIsRunBeforeTheEndAndNothingAfterIt() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            threads.execute(ran::incrementAndGet);
        }
        threads.close(LIMIT);
        assertThat(ran).hasValue(100);
        assertThatThrownBy(() -> threads.execute(ran::incrementAndGet)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whoRunsForLongerThanTheEndMayTakeIsInterrupted() throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        threads.execute(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ends.add("interrupted");
            }
        });
        await(begun);
        threads.close(Duration.ofMillis(1));
        assertThat(next(ends)).isEqualTo("interrupted");
    }

    private void allWait() {
        while (!threads.allWait()) {
            Thread.onSpinWait();
        }
    }

    private void look() {
        Objects.requireNonNull(looks.poll()).run();
    }

    private static void take(Semaphore semaphore) throws InterruptedException {
        assertThat(semaphore.tryAcquire(LIMIT.toSeconds(), SECONDS)).isTrue();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LIMIT.toSeconds(), SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(LIMIT.toSeconds(), SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
