// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StandbyThreadsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void whatFailsEvenForWantOfMemoryEndsNothing() {
        try (StandbyThreads threads = new StandbyThreads("test", 1, 1)) {
            assertThat(threads.offer(() -> {
                        throw new OutOfMemoryError("of the test");
                    }))
                    .isTrue();
            CountDownLatch ran = new CountDownLatch(1);
            assertThat(threads.offer(ran::countDown)).isTrue();
            assertThat(threads.finish(SOON)).isTrue();
            assertThat(ran.getCount()).isZero();
        }
    }

    @Test
    void beyondWhatMayWaitIsRefusedAtOnce() {
        CountDownLatch go = new CountDownLatch(1);
        try (StandbyThreads threads = new StandbyThreads("test", 2, 1)) {
            for (int i = 0; i < 3; i++) {
                assertThat(threads.offer(() -> await(go))).isTrue();
            }
            assertThat(threads.offer(() -> {})).isFalse();
            assertThat(threads.finish(Duration.ofMillis(1))).isFalse();
            go.countDown();
            assertThat(threads.finish(SOON)).isTrue();
            assertThat(threads.offer(() -> {})).as("after the end").isFalse();
        }
    }

    @Test
    void itsThreadsAreThereBeforeTheFirstTask() {
        try (StandbyThreads ignored = new StandbyThreads("test-there-before", 3, 0)) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("test-there-before"))
                    .hasSize(3)
                    .allMatch(Thread::isDaemon);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
