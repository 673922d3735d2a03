// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import spawning.benchmarks.report.Summary;

class CostsTest {
    private final Costs costs =
            new Costs(List.of(cost(2, 100, 120), cost(6, 220, 280), cost(2, 110, 130), cost(6, 270, 290)));

    @Test
    void aFurtherProcessCostsTheDifferenceSharedOutAmongThoseThatWereAdded() {
        assertThat(costs.further("hello", 2, 6, false)).isEqualTo(new Summary(35, 30, 40));
        assertThat(costs.further("hello", 2, 6, true)).isEqualTo(new Summary(40, 40, 40));
    }

    @Test
    void theFirstOnesCostAllThatThereIs() {
        assertThat(costs.further("hello", 0, 2, false)).isEqualTo(new Summary(52.5, 50, 55));
    }

    private static Cost cost(int processes, int idle, int loaded) {
        long mb = 1 << 20;
        return new Cost("hello", processes, 40 * mb, idle * mb, loaded * mb, Optional.empty(), 1);
    }
}
