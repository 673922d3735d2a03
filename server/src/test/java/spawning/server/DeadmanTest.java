// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadmanTest {
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
}
