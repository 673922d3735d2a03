// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningSinceTest {
    private static final long LONG = 100;

    private final RunningSince running = new RunningSince(3);

    @Test
    void whoRunsNothingHasNotDoneSoForLong() {
        assertThat(running.longer(1, LONG, Long.MAX_VALUE)).isFalse();
        running.begin(1, 7);
        running.end(1);
        assertThat(running.longer(1, LONG, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void eachIsAskedForItself() {
        running.begin(1, 1_001);
        running.begin(2, 2_001);
        assertThat(running.longer(1, LONG, 1_102)).isTrue();
        assertThat(running.longer(1, LONG, 1_101)).isFalse();
        assertThat(running.longer(2, LONG, 2_050)).isFalse();
        assertThat(running.longer(0, LONG, 2_050)).isFalse();
    }

    @Test
    void theClockMayWrapOrBeAtZero() {
        running.begin(0, 0);
        assertThat(running.longer(0, LONG, 1_000)).isTrue();
        running.begin(0, Long.MAX_VALUE);
        assertThat(running.longer(0, LONG, Long.MIN_VALUE + 1_000)).isTrue();
    }
}
