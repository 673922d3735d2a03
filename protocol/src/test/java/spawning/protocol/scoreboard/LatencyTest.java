// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void aBucketEndsWhereTheNextOneBegins() {
        for (int bucket = 0; bucket < Latency.BUCKETS - 1; bucket++) {
            assertThat(Latency.bucket(Latency.end(bucket) - 1))
                    .as("below the end of %s", bucket)
                    .isEqualTo(bucket);
            assertThat(Latency.bucket(Latency.end(bucket)))
                    .as("at the end of %s", bucket)
                    .isEqualTo(bucket + 1);
        }
    }

    @Test
    void aBucketIsAtMostAQuarterWide() {
        for (int bucket = 4; bucket < Latency.BUCKETS - 2; bucket++) {
            assertThat((double) Latency.end(bucket + 1) / Latency.end(bucket)).isLessThanOrEqualTo(1.25);
        }
    }

    @Test
    void everyLengthHasABucket() {
        assertThat(Latency.bucket(-1)).isZero();
        assertThat(Latency.bucket(0)).isZero();
        assertThat(Latency.bucket(Long.MAX_VALUE)).isEqualTo(Latency.BUCKETS - 1);
        assertThat(Latency.end(Latency.BUCKETS - 1)).isEqualTo(Long.MAX_VALUE);
    }
}
