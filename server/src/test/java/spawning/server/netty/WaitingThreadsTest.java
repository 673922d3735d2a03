// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingThreadsTest {
    @Test
    void theLowestNumberIsCalledFirstAndEachOnlyOnce() {
        WaitingThreads waiting = new WaitingThreads(130);
        waiting.enter(129);
        waiting.enter(64);
        waiting.enter(7);
        assertThat(waiting.waits(64)).isTrue();
        assertThat(waiting.call()).isEqualTo(7);
        assertThat(waiting.call()).isEqualTo(64);
        assertThat(waiting.waits(64)).isFalse();
        assertThat(waiting.call()).isEqualTo(129);
        assertThat(waiting.call()).isEqualTo(-1);
    }

    @Test
    void whoLeavesIsToldWhetherItWasCalledMeanwhile() {
        WaitingThreads waiting = new WaitingThreads(2);
        waiting.enter(0);
        waiting.enter(1);
        assertThat(waiting.all()).isTrue();
        assertThat(waiting.leave(1)).isTrue();
        assertThat(waiting.all()).isFalse();
        assertThat(waiting.call()).isZero();
        assertThat(waiting.leave(0)).isFalse();
        assertThat(waiting.any()).isFalse();
    }

    @Test
    void eachTimeSomebodyWaitsItEitherLeavesOrIsCalledAndNeverBoth() throws Exception {
        int rounds = 50_000;
        WaitingThreads waiting = new WaitingThreads(3);
        AtomicInteger left = new AtomicInteger();
        AtomicInteger called = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 3; i++) {
                int number = i;
                Future<?> unused = threads.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        waiting.enter(number);
                        if (waiting.leave(number)) {
                            left.incrementAndGet();
                        }
                    }
                    done.incrementAndGet();
                });
            }
            Future<?> caller = threads.submit(() -> {
                while (done.get() < 3) {
                    if (waiting.call() >= 0) {
                        called.incrementAndGet();
                    }
                }
            });
            caller.get();
        }
        assertThat(left.get() + called.get()).isEqualTo(3 * rounds);
    }
}
