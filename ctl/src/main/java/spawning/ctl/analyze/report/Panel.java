// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.util.Locale;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import spawning.ctl.analyze.count.Tally;
import spawning.ctl.analyze.count.TimeSeries;

/**
 * One diagram of a chart: a vertical axis and values over time.
 *
 * @param top of the diagram, in the chart's units, as all here
 * @param first second since 1970 at the left edge
 * @param last second since 1970 at the right edge
 */
record Panel(int top, Axis axis, TimeSeries series, long first, long last) {
    static final int LEFT = 80;
    static final int WIDTH = 860;
    static final int HEIGHT = 200;

    double x(double second) {
        return LEFT + (second - first) * WIDTH / (last - first);
    }

    private double y(double value) {
        return top + HEIGHT - value * HEIGHT / axis.most();
    }

    /** Lines across, their numbers, and what they mean. */
    String frame(String heading, String unit) {
        StringBuilder svg = new StringBuilder();
        svg.append(
                String.format(Locale.ROOT, "<text class=\"h\" x=\"%d\" y=\"%d\">%s</text>%n", LEFT, top - 14, heading));
        svg.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                top + HEIGHT / 2,
                unit));
        for (double mark : axis.marks()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"g\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    y(mark),
                    LEFT + WIDTH,
                    y(mark),
                    LEFT - 8,
                    y(mark) + 4,
                    number(mark)));
        }
        return svg.toString();
    }

    /** Filled from 0 up, a step a value; where nothing came it is 0. */
    String area(String style, ToDoubleFunction<Tally> value) {
        StringBuilder path = new StringBuilder();
        double bottom = y(0);
        series.steps().forEach((start, tally) -> {
            double y = y(value.applyAsDouble(tally));
            if (y < bottom) {
                path.append(String.format(
                        Locale.ROOT,
                        "M%.1f %.1fV%.1fH%.1fV%.1fZ",
                        x((double) start),
                        bottom,
                        y,
                        x((double) start + series.width()),
                        bottom));
            }
        });
        return String.format(Locale.ROOT, "<path class=\"%s\" d=\"%s\"/>%n", style, path);
    }

    /** Joined from step to step, with a gap where there is no value, which is not a number. */
    String curve(String style, ToDoubleFunction<Tally> value) {
        StringBuilder path = new StringBuilder();
        long before = Long.MIN_VALUE;
        SortedMap<Long, Tally> steps = series.steps();
        for (var step : steps.entrySet()) {
            double v = value.applyAsDouble(step.getValue());
            if (Double.isNaN(v)) {
                continue;
            }
            boolean joined = step.getKey() - series.width() == before;
            path.append(joined ? "" : String.format(Locale.ROOT, "M%.1f %.1f", x((double) step.getKey()), y(v)))
                    .append(String.format(Locale.ROOT, "L%.1f %.1f", x(step.getKey() + series.width() / 2.0), y(v)));
            before = step.getKey();
        }
        return String.format(Locale.ROOT, "<path class=\"%s\" d=\"%s\"/>%n", style, path);
    }

    private static String number(double value) {
        String text =
                value >= 1000 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.6f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
