// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettlingTest {
    private final Settling settling = new Settling();

    @Test
    void itGoesOnWhileItGetsBetterByATenth() {
        for (double latency = 1000; latency > 1; latency *= 0.89) {
            assertThat(settling.add(latency)).isFalse();
        }
    }

    @Test
    void itStopsWhenSeveralBatchesBringNothing() {
        assertThat(settling.add(100)).isFalse();
        assertThat(settling.add(95)).isFalse();
        assertThat(settling.add(400)).isFalse();
        assertThat(settling.add(95)).isTrue();
    }

    @Test
    void aBetterBatchBeginsTheCountAnew() {
        assertThat(settling.add(100)).isFalse();
        assertThat(settling.add(100)).isFalse();
        assertThat(settling.add(100)).isFalse();
        assertThat(settling.add(50)).isFalse();
        assertThat(settling.add(50)).isFalse();
        assertThat(settling.add(50)).isFalse();
        assertThat(settling.add(50)).isTrue();
    }
}
