// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pool under short, long and blocking work from a real selector and from elsewhere: never more threads in the
 * application than promised, and nothing waits for long while a thread has nothing to do.
 */
@Timeout(60)
class RequestPoolStressTest {
    private static final long LASTS = TimeUnit.SECONDS.toNanos(2);

    /** Far beyond the pool's own patience of 2 ms, for the processors are shared with other tests. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final ConcurrentLinkedQueue<Work> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private @Nullable RequestPool pool;
    private @Nullable AdaptiveExecutionStrategy strategy;

    /** When it came, how long it takes and how: 0 is at once. */
    private final class Work implements Runnable {
        private final long came = System.nanoTime();
        private final long nanos;
        private final boolean blocks;

        Work(long nanos, boolean blocks) {
            this.nanos = nanos;
            this.blocks = blocks;
        }

        @Override
        public void run() {
            long began = System.nanoTime();
            longest.accumulateAndGet(began - came, Math::max);
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                work(began);
            } finally {
                running.decrementAndGet();
                pending.decrementAndGet();
                var threads = pool;
                if (threads != null) {
                    threads.took(System.nanoTime() - began);
                }
            }
        }

        private void work(long began) {
            if (blocks) {
                java.util.concurrent.locks.LockSupport.parkNanos(nanos);
            } else {
                while (System.nanoTime() - began < nanos) {
                    Thread.onSpinWait();
                }
            }
            if (nanos % 7 == 0) {
                Thread.currentThread().interrupt();
            }
            if (nanos % 5003 == 1) {
                throw new StackOverflowError("for the test");
            }
        }
    }

    private record Waker(Pipe pipe, Selector selector) implements AutoCloseable {
        static Waker open() throws IOException {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            Selector selector = Selector.open();
            var _ = pipe.source().register(selector, SelectionKey.OP_READ);
            return new Waker(pipe, selector);
        }

        void wake() {
            try {
                var _ = pipe.sink().write(ByteBuffer.wrap(new byte[1]));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            selector.close();
            pipe.sink().close();
            pipe.source().close();
        }
    }

    private @Nullable Runnable select(RequestPool threads, Waker waker) {
        try {
            while (threads.isRunning()) {
                Work next = arrived.poll();
                if (next != null) {
                    return next;
                }
                long since = threads.selects();
                var _ = waker.selector().select(50);
                var _ = Thread.interrupted();
                threads.selected(since);
                waker.selector().selectedKeys().clear();
                var _ = waker.pipe().source().read(ByteBuffer.allocate(4096));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return null;
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 100", "4, 0", "4, 10", "4, 100", "8, 30"})
    void nothingWaitsWhileAThreadIsIdleAndThePromiseIsKept(int size, int longOnesPerMille) throws Exception {
        RequestPool threads = new RequestPool(size, () -> {});
        pool = threads;
        threads.start();
        try (Waker waker = Waker.open()) {
            AdaptiveExecutionStrategy producing = new AdaptiveExecutionStrategy(() -> select(threads, waker), threads);
            strategy = producing;
            producing.start();
            threads.execute(producing::produce);
            feed(size, longOnesPerMille, threads, waker);
            waker.wake();
            stop();
        }
        assertThat(most).hasValueLessThanOrEqualTo(size);
        assertThat(Duration.ofNanos(longest.get())).isLessThan(PATIENCE);
    }

    /** Hands over no more than there are threads, so that whatever waits could have had one. */
    private void feed(int size, int longOnesPerMille, RequestPool threads, Waker waker) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(42);
        long end = System.nanoTime() + LASTS;
        while (System.nanoTime() - end < 0) {
            if (pending.get() >= size) {
                Thread.onSpinWait();
                continue;
            }
            pending.incrementAndGet();
            boolean takesLong = random.nextInt(1000) < longOnesPerMille;
            Work work = new Work(takesLong ? random.nextInt(30_000_000) : random.nextInt(20_000), takesLong);
            if (random.nextInt(10) == 0) {
                threads.execute(work);
            } else {
                arrived.add(work);
                waker.wake();
            }
            if (random.nextInt(50) == 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(3_000_000));
            }
        }
        while (pending.get() > 0 && System.nanoTime() - end < TimeUnit.SECONDS.toNanos(20)) {
            Thread.onSpinWait();
        }
        assertThat(pending).as("what was never run").hasValue(0);
    }

    @AfterEach
    void stop() throws Exception {
        var producing = strategy;
        if (producing != null) {
            producing.stop();
        }
        RequestPool threads = pool;
        if (threads != null) {
            threads.stop();
            threads.join();
        }
    }
}
