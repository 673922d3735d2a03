// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {
    @ParameterizedTest
    @CsvSource({
        "-5, 0ms",
        "0, 0ms",
        "180, 180ms",
        "999, 999ms",
        "1000, 1s",
        "3249, 3.2s",
        "59999, 59.9s",
        "60000, 1m0s",
        "125000, 2m5s",
        "11520000, 3h12m"
    })
    void readsAsPeopleSayIt(long millis, String text) {
        assertThat(Elapsed.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
