// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollPaceTest {
    @Test
    void aSmallTreeIsPolledTwiceASecond() {
        assertThat(PollPace.rest(Duration.ofMillis(2))).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aLargeTreeCostsATwentiethOfACore() {
        Duration look = Duration.ofMillis(200);
        Duration rest = PollPace.rest(look);
        assertThat(look.multipliedBy(20)).isEqualTo(rest.plus(look));
    }

    @Test
    void aHugeTreeIsPolledAtLeastTwiceAMinute() {
        assertThat(PollPace.rest(Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(30));
    }
}
