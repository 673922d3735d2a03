// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import org.junit.jupiter.api.Test;
import spawning.controller.status.Totals;
import spawning.protocol.scoreboard.Scoreboard;

class DurationsTest {
    private static final long MICRO = 1000;

    @Test
    void eachRequestIsInTheBucketOfItsBoundsAndNoneIsLost() {
        Scoreboard board = Scoreboard.unread();
        for (long micros : new long[] {0, 255, 256, 511, 134_000_000, 135_000_000, 10_000_000_000L}) {
            board.ends(Scoreboard.NO_ENTRY, micros * MICRO, 200);
        }
        var point = ((HistogramSnapshot) Durations.of(Totals.NONE.plus(board.view())))
                .getDataPoints()
                .getFirst();
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        assertThat(buckets.getUpperBound(0)).isEqualTo(0.000256);
        assertThat(buckets.getCount(0)).isEqualTo(2);
        assertThat(buckets.getCount(1)).isEqualTo(2);
        assertThat(buckets.getUpperBound(19)).isEqualTo(134.217728);
        assertThat(buckets.getCount(19)).isEqualTo(1);
        assertThat(buckets.getUpperBound(20)).isInfinite();
        assertThat(buckets.getCount(20)).isEqualTo(2);
        assertThat(point.getSum()).isEqualTo(10_269.001022);
    }
}
