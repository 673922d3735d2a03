// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void halfOfSaturationHasTwoDigits() {
        assertThat(Workload.halfOf(77_093)).isEqualTo(38_000);
        assertThat(Workload.halfOf(1_537)).isEqualTo(760);
        assertThat(Workload.halfOf(37)).isEqualTo(18);
    }

    @Test
    void halfOfNextToNothingIsStillARate() {
        assertThat(Workload.halfOf(0.5)).isEqualTo(1);
    }
}
