// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With Jetty's own strategy, whose producer here is a queue in place of a selector. */
@Timeout(20)
class RequestPoolTest {
    private final LinkedBlockingQueue<Runnable> found = new LinkedBlockingQueue<>();
    private final Semaphore emptied = new Semaphore(0);
    private @Nullable RequestPool pool;
    private @Nullable AdaptiveExecutionStrategy strategy;

    private RequestPool start(int threads) throws Exception {
        RequestPool started = new RequestPool(threads, emptied::release);
        started.start();
        pool = started;
        AdaptiveExecutionStrategy producing = new AdaptiveExecutionStrategy(this::select, started);
        producing.start();
        strategy = producing;
        started.execute(producing::produce);
        return started;
    }

    private @Nullable Runnable select() {
        RequestPool selecting = pool;
        if (selecting == null) {
            return null;
        }
        long since = selecting.selects();
        try {
            while (selecting.isRunning()) {
                Runnable next = found.poll(50, TimeUnit.MILLISECONDS);
                if (next != null) {
                    selecting.selected(since);
                    return next;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    @AfterEach
    void stop() throws Exception {
        if (strategy != null) {
            strategy.stop();
        }
        if (pool != null) {
            pool.stop();
            pool.join();
        }
    }

    @Test
    void aRequestThatBlocksDoesNotKeepOthersWaiting() throws Exception {
        RequestPool threads = start(2);
        for (int i = 0; i < 50; i++) {
            CountDownLatch released = new CountDownLatch(1);
            CountDownLatch blocked = new CountDownLatch(1);
            CountDownLatch answered = new CountDownLatch(20);
            found.add(() -> {
                blocked.countDown();
                await(released);
            });
            for (int j = 0; j < 20; j++) {
                found.add(() -> {
                    threads.took(1);
                    answered.countDown();
                });
            }
            await(blocked);
            await(answered);
            released.countDown();
        }
    }

    @Test
    void noMoreThreadsThanPromisedRunRequests() throws Exception {
        RequestPool threads = start(3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(20_000);
        for (int i = 0; i < 20_000; i++) {
            int nanos = i % 100 == 0 ? 2_000_000 : 1;
            boolean queued = i % 7 == 0;
            Runnable request = () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                long end = System.nanoTime() + nanos;
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
                threads.took(nanos);
                running.decrementAndGet();
                all.countDown();
            };
            if (queued) {
                threads.execute(request);
            } else {
                found.add(request);
            }
        }
        await(all);
        assertThat(most).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void allThreadsCanBeInRequestsAtOnceAndTheNextOneWaits() throws Exception {
        RequestPool threads = start(4);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(4);
        List<Thread> ran = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            found.add(() -> {
                synchronized (ran) {
                    ran.add(Thread.currentThread());
                }
                busy.countDown();
                await(released);
            });
        }
        await(busy);
        CountDownLatch late = new CountDownLatch(1);
        found.add(late::countDown);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (threads.queued() == 0 && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(threads.queued()).isEqualTo(1);
        assertThat(late.getCount()).isEqualTo(1);
        released.countDown();
        await(late);
        assertThat(ran).doesNotHaveDuplicates();
    }

    @Test
    void aTaskOfNoRequestIsRunAlthoughAllButTheSelectorsThreadAreBusy() throws Exception {
        RequestPool threads = start(1);
        for (int i = 0; i < 200; i++) {
            CountDownLatch done = new CountDownLatch(2);
            found.add(done::countDown);
            threads.execute(done::countDown);
            await(done);
        }
    }

    @Test
    void whoWaitsForRoomIsToldWhenNothingIsQueuedAnyMore() throws Exception {
        RequestPool threads = start(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        found.add(() -> {
            busy.countDown();
            await(released);
        });
        await(busy);
        threads.execute(() -> {});
        assertThat(threads.queued()).isEqualTo(1);
        emptied.drainPermits(); // the first task may have had to wait for a thread to start
        released.countDown();
        assertThat(emptied.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.queued()).isZero();
    }

    @Test
    void roomIsToldWhenTheLastTaskThatWaitedHasAThread() throws Exception {
        AtomicInteger told = new AtomicInteger();
        RequestPool threads = new RequestPool(1, told::incrementAndGet);
        pool = threads;
        threads.start();
        CountDownLatch busy = new CountDownLatch(2);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            threads.execute(() -> {
                busy.countDown();
                await(released);
            });
        }
        await(busy);
        told.set(0); // one of these may have waited for a moment, too
        threads.execute(late::countDown);
        threads.execute(late::countDown);
        assertThat(threads.queued()).isEqualTo(2);
        assertThat(told).hasValue(0);
        released.countDown();
        await(late);
        assertThat(threads.queued()).isZero();
        assertThat(told).hasValue(1);
    }

    @Test
    void aTaskAfterTheStopIsRefusedAndNotLost() throws Exception {
        RequestPool threads = new RequestPool(2, () -> {});
        threads.start();
        threads.stop();
        threads.join();
        assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(threads.tryExecute(() -> {})).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
