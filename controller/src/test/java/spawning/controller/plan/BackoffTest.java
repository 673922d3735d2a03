// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(42);

    @Test
    void doublesFromHalfASecondToThirtySeconds() {
        List<Long> steps = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            backoff.grow();
            steps.add(Duration.ofNanos(backoff.step()).toMillis());
        }

        assertThat(steps).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
    }

    @Test
    void drawsFromTheUpperQuarterOfItsStep() {
        backoff.grow();
        backoff.grow();
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (int i = 0; i < 10_000; i++) {
            long drawn = backoff.draw();
            lowest = Math.min(lowest, drawn);
            highest = Math.max(highest, drawn);
        }

        assertThat(lowest).isBetween(750_000_000L, 752_000_000L);
        assertThat(highest).isBetween(998_000_000L, 1_000_000_000L);
    }

    @Test
    void sameSeedDrawsTheSame() {
        Backoff twin = new Backoff(42);
        backoff.grow();
        twin.grow();

        assertThat(backoff.draw()).isEqualTo(twin.draw());
    }

    @Test
    void calmIsSixtyFourStepsAndAtMostFiveMinutes() {
        backoff.grow();
        assertThat(Duration.ofNanos(backoff.calm())).isEqualTo(Duration.ofSeconds(32));
        for (int i = 0; i < 4; i++) {
            backoff.grow();
        }
        assertThat(Duration.ofNanos(backoff.calm())).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void beginsAnewAfterReset() {
        backoff.grow();
        backoff.grow();
        backoff.reset();
        backoff.grow();

        assertThat(backoff.step()).isEqualTo(Backoff.FIRST);
    }
}
