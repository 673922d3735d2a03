// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleTrimTest {
    private static final long LARGE = 300L << 20;

    private final IdleTrim trim = new IdleTrim();

    private boolean dueAfter(Duration time, long answered) {
        return dueAfter(time, answered, false, LARGE, LARGE / 2);
    }

    private boolean dueAfter(Duration time, long answered, boolean underWay, long committed, long old) {
        return trim.isDue(time.toNanos() - 1_000_000_000, answered, underWay, committed, old);
    }

    @Test
    void aBusyTimeIsFollowedByOneCollectionWhenNothingWasAskedForLongEnough() {
        assertThat(dueAfter(Duration.ZERO, 5)).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(10), 7)).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(39), 7)).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(40), 7)).isTrue();
        assertThat(dueAfter(Duration.ofSeconds(80), 7)).as("once").isFalse();
        assertThat(dueAfter(Duration.ofSeconds(90), 8)).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(120), 8)).as("after the next").isTrue();
    }

    @Test
    void aWorkerThatWasNeverAskedIsLeftAlone() {
        assertThat(dueAfter(Duration.ofSeconds(10), 0)).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(1_000), 0)).isFalse();
    }

    @Test
    void aRequestThatTakesLongIsNoIdleTime() {
        assertThat(dueAfter(Duration.ZERO, 5, true, LARGE, 1)).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(100), 5, true, LARGE, 1)).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(129), 5, false, LARGE, 1)).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(130), 5, false, LARGE, 1)).isTrue();
    }

    @Test
    void aSmallHeapIsNotWorthItAndALargeOneWouldBeNoticed() {
        dueAfter(Duration.ZERO, 1);
        assertThat(dueAfter(Duration.ofSeconds(30), 1, false, IdleTrim.LEAST - 1, 1))
                .isFalse();
        dueAfter(Duration.ofSeconds(40), 2);
        assertThat(dueAfter(Duration.ofSeconds(70), 2, false, 4 * LARGE, IdleTrim.MOST_OLD + 1))
                .isFalse();
    }
}
