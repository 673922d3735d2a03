// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Is a reloader that cannot live started ever more rarely, and one that lived started soon? */
class RestartDelayTest {
    private final RestartDelay delay = new RestartDelay();

    @Test
    void doublesUpToHalfAMinuteAndBeginsAnewAfterALongLife() {
        assertThat(delay.after(Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
        assertThat(delay.after(Duration.ofSeconds(59))).isEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            delay.after(Duration.ZERO);
        }
        assertThat(delay.after(Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
        assertThat(delay.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMillis(500));
    }
}
