// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace pace = new Pace();
    private long now = Long.MAX_VALUE - 20 * SECOND; // the monotonic clock may run over

    /** How many seconds until it may be done again, which it is then. */
    private int next() {
        int seconds = 0;
        while (!pace.take(now)) {
            now += SECOND;
            seconds++;
        }
        return seconds;
    }

    @Test
    void growsFromFiveSecondsToAMinute() {
        List<Integer> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waits.add(next());
        }

        assertThat(waits).containsExactly(0, 5, 10, 20, 40, 60, 60, 60, 60, 60);
    }

    @Test
    void isForgottenWhenTheWaitHasPassedTwiceMore() {
        next();
        next();
        now += 30 * SECOND - 1;
        assertThat(next()).isZero();
        assertThat(next()).as("not forgotten: it has grown").isEqualTo(20);

        now += 3 * 40 * SECOND;
        assertThat(next()).isZero();
        assertThat(next()).as("forgotten").isEqualTo(5);
    }
}
