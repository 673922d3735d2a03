// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * Several measurements of the same thing.
 *
 * @param median the middle one, or the mean of the two in the middle
 */
public record Summary(double median, double min, double max) {
    /** Median (smallest-largest), each in this format. */
    public String text(String format) {
        return (format + " (" + format + "-" + format + ")").formatted(median, min, max);
    }

    public static Summary of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(median, sorted[0], sorted[sorted.length - 1]);
    }
}
