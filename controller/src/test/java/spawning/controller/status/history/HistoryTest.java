// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import spawning.protocol.scoreboard.Latency;

class HistoryTest {
    private final History history = new History();

    private static Sample rate(double rate) {
        return new Sample(rate, null, null, null, null, null, null, null);
    }

    private static long[] ended(long count) {
        long[] latencies = new long[Latency.BUCKETS];
        latencies[30] = count;
        return latencies;
    }

    @Test
    void secondsInWhichNobodyLookedAreNull() {
        history.add(Instant.EPOCH, 0, rate(1), ended(0));
        history.add(Instant.EPOCH, 2, rate(4), ended(0));
        assertThat(history.stretch().samples()).extracting(Sample::rate).containsExactly(1.0, null, null, 4.0);
    }

    @Test
    void tenMinutesAreKept() {
        for (int i = 0; i < History.STEPS + 5; i++) {
            history.add(Instant.EPOCH, 0, rate(i), ended(0));
        }
        assertThat(history.stretch().samples()).hasSize(History.STEPS).first().isEqualTo(rate(5));
        history.add(Instant.EPOCH, 1_000_000_000, rate(1), ended(0));
        assertThat(history.stretch().samples()).hasSize(History.STEPS).endsWith(Sample.NONE, rate(1));
    }

    @Test
    void latenciesAreOfTheLastMinuteOnly() {
        assertThat(history.lastMinute(ended(9))).isEmpty();
        for (int i = 0; i < History.WINDOW; i++) {
            history.add(Instant.EPOCH, 0, Sample.NONE, ended(9));
        }
        assertThat(history.lastMinute(ended(9)).orElseThrow().max()).isEmpty();
        assertThat(history.lastMinute(ended(10)).orElseThrow().max()).isPresent();
    }
}
