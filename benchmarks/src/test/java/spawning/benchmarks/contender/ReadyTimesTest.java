// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadyTimesTest {
    @Test
    void theLogTellsWhenEachWorkerWasReadyInItsOwnUnits() {
        ReadyTimes ready = ReadyTimes.of(List.of(
                "2026-11-23 00:00:00.000 INFO  worker 2 pid 8 gen 1: STARTING -> READY after 1.2s",
                "2026-11-23 00:00:00.000 INFO  worker 1 pid 7 gen 1: STARTING -> READY after 180ms",
                "2026-11-23 00:00:00.000 INFO  worker 1 pid 7 gen 1: READY -> DRAINING"));

        assertThat(ready.starts()).containsExactly(Duration.ofMillis(180), Duration.ofMillis(1200));
        assertThat(ready.medianSeconds()).isEqualTo(1.2);
    }
}
