// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcessStartTest {
    @Test
    void theAgeIsReadBehindANameThatLooksLikeFields() {
        String stat = "812 (a) 1 (b c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4200 99 100";

        assertThat(ProcessStart.age(stat, "44.50 80.00\n"))
                .isEqualTo(Duration.ofMillis(2500).toNanos());
    }

    @Test
    void theStartOfThisProcessIsTheOneThatTheJdkSees() {
        Duration age = Duration.ofNanos(System.nanoTime() - ProcessStart.nanos());
        Duration seen =
                Duration.between(ProcessHandle.current().info().startInstant().orElseThrow(), Instant.now());

        assertThat(age).isCloseTo(seen, Duration.ofSeconds(2)); // the JDK knows when the machine was booted to a second
    }
}
