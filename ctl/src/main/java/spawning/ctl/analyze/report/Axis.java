// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The scale of an axis from 0.
 *
 * @param most the largest value that has to be shown
 * @param step between the marks: 1, 2 or 5 times a power of ten
 */
record Axis(double most, double step) {
    private static final int MARKS = 5;

    static Axis upTo(double largest) {
        double most = largest > 0 ? largest : 1;
        double power = Math.pow(10, Math.floor(Math.log10(most / MARKS)));
        double step = power;
        for (int factor : new int[] {2, 5, 10}) {
            if (most / step > MARKS) {
                step = factor * power;
            }
        }
        return new Axis(Math.ceil(most / step - 1e-9) * step, step);
    }

    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (int i = 0; i * step <= most * 1.0001; i++) {
            marks.add(i * step);
        }
        return marks;
    }
}
