// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void busiestToIdlestIsReckonedOverAllWorkers() {
        Spread spread = Spread.of(List.of("1", "2", "2", "2", "1", "3", "3"));

        assertThat(spread.ratio(3)).isEqualTo(1.5);
        assertThat(spread.of("2")).isEqualTo(3);
    }

    @Test
    void aWorkerWithoutAnyConnectionIsNotForgotten() {
        assertThat(Spread.of(List.of("1", "2")).ratio(3)).isInfinite();
    }
}
