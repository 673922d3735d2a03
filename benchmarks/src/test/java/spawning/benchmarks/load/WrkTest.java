// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrkTest {
    @Test
    void everyKindOfErrorIsCounted() {
        var result = Wrk.parse(List.of(
                "Running 1s test",
                "requests=500",
                "micros=2000000",
                "p50=10",
                "p99=20",
                "max=30",
                "status=1",
                "connect=2",
                "read=4",
                "write=8",
                "timeout=16"));

        assertThat(result.errors()).isEqualTo(31);
        assertThat(result.requestsPerSecond()).isEqualTo(250);
    }
}
