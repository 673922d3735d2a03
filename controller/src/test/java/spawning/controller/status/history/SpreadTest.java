// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import spawning.protocol.scoreboard.Latency;

class SpreadTest {
    private static final long MILLI = 1_000_000;

    private final long[] before = new long[Latency.BUCKETS];
    private final long[] after = new long[Latency.BUCKETS];

    @Test
    void quantilesAreAtMostAQuarterTooMuch() {
        before[Latency.bucket(5000 * MILLI)] = 7;
        after[Latency.bucket(5000 * MILLI)] = 7;
        after[Latency.bucket(2 * MILLI)] = 98;
        after[Latency.bucket(40 * MILLI)] = 2;
        Spread spread = Spread.between(before, after);

        assertThat(spread.quantile(0.5)).hasValueCloseTo(0.00225, Percentage.withPercentage(12));
        assertThat(spread.quantile(0.98)).hasValueCloseTo(0.00225, Percentage.withPercentage(12));
        assertThat(spread.quantile(0.99)).hasValueCloseTo(0.045, Percentage.withPercentage(12));
        assertThat(spread.max()).isEqualTo(spread.quantile(0.99));
    }

    @Test
    void ofNoRequestsThereIsNone() {
        assertThat(Spread.between(before, after).quantile(0.5)).isEmpty();
    }

    @Test
    void theLongestHaveANumberToo() {
        after[Latency.BUCKETS - 1] = 1;
        assertThat(Spread.between(before, after).max().orElseThrow()).isGreaterThan(3600);
    }
}
