// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DeadmanTest {
    private static final Duration SHORT = Duration.ofMillis(2);

    @Test
    void theStacksAreDumpedThreeSecondsBeforeTheEnd() {
        assertThat(Deadman.warningAfter(Duration.ofSeconds(120))).isEqualTo(Duration.ofSeconds(117));
    }

    @Test
    void aShortTimeoutIsHalvedSoThatTheDumpStillComesFirst() {
        assertThat(Deadman.warningAfter(Duration.ofSeconds(6))).isEqualTo(Duration.ofSeconds(3));
        assertThat(Deadman.warningAfter(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(1));
        assertThat(Deadman.warningAfter(Duration.ofMillis(1))).isLessThan(Duration.ofMillis(1));
    }

    @Test
    void theEndComesThoughTheDumpHangs() throws InterruptedException {
        CountDownLatch halted = new CountDownLatch(1);
        CountDownLatch dumped = new CountDownLatch(1);
        Deadman deadman = new Deadman(
                reason -> {
                    dumped.countDown();
                    LockSupport.park(halted); // nobody unparks it
                },
                halted::countDown);
        deadman.arm(SHORT);
        assertThat(halted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dumped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndComesThoughTheDumpFails() throws InterruptedException {
        CountDownLatch halted = new CountDownLatch(1);
        Deadman deadman = new Deadman(
                reason -> {
                    throw new OutOfMemoryError("expected by the test");
                },
                halted::countDown);
        deadman.arm(SHORT);
        assertThat(halted.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
