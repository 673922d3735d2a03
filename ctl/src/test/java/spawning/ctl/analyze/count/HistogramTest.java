// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Are percentiles as near to the truth as is promised? */
class HistogramTest {
    private static final double[] SHARES = {0, 0.01, 0.25, 0.5, 0.95, 0.99, 0.999, 1};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 100, 5000})
    void percentilesAreOffByLessThanOnePercent(int count) {
        long[] values = values(count, 7);
        Histogram histogram = of(values);
        Arrays.sort(values);
        for (double share : SHARES) {
            double exact = (double) values[Math.max(0, (int) Math.ceil(share * count) - 1)];
            assertThat((double) histogram.percentile(share)).isCloseTo(exact, within(exact * Histogram.ERROR));
        }
        assertThat(histogram.max()).isEqualTo(values[count - 1]);
        assertThat(histogram.count()).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 12, 40, 3000})
    void twoPutTogetherTellTheSameAsOne(int count) {
        long[] values = values(count, 3);
        Histogram whole = of(values);
        Histogram sum = of(Arrays.copyOf(values, count / 3));
        sum.add(of(Arrays.copyOfRange(values, count / 3, count)));
        for (double share : SHARES) {
            assertThat(sum.percentile(share)).isEqualTo(whole.percentile(share));
        }
        assertThat(sum.count()).isEqualTo(count);
        assertThat(sum.max()).isEqualTo(whole.max());
    }

    @Test
    void theBoundsOfBucketsAndTheLargestDurationsHaveAPlace() {
        Histogram histogram = new Histogram();
        for (int shift = 0; shift < 52; shift++) {
            histogram.add((1L << shift) - 1);
            histogram.add(1L << shift);
        }
        assertThat(histogram.percentile(1)).isEqualTo(1L << 51);
        assertThat(histogram.percentile(0)).isZero();
        assertThat(new Histogram().percentile(0.5)).isZero();
    }

    private static Histogram of(long[] values) {
        Histogram histogram = new Histogram();
        for (long value : values) {
            histogram.add(value);
        }
        return histogram;
    }

    /** Of all magnitudes. */
    private static long[] values(int count, long seed) {
        return new Random(seed)
                .doubles(count, 0, 22)
                .mapToLong(x -> (long) Math.exp(x))
                .toArray();
    }
}
