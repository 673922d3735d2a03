// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Panels with a line over time each, on a logarithmic scale from 0.1 to 10,000 that they share, as SVG. */
public record TimeChart(String title, List<Panel> panels) {
    private static final int WIDTH = 800;
    private static final int LEFT = 60;
    private static final int PLOT = 720;
    private static final int HEIGHT = 150;
    private static final int HEAD = 30;
    private static final int DECADES = 5;

    /**
     * One line.
     *
     * @param seconds that it is long
     * @param spans of time that are shaded
     */
    public record Panel(String title, double seconds, List<Point> points, List<Span> spans) {}

    /** A value at a moment. */
    public record Point(double second, double value) {}

    /** From one moment to another, in seconds. */
    public record Span(double from, double to) {}

    public String svg() {
        StringBuilder text = new StringBuilder();
        int y = 44;
        for (Panel panel : panels) {
            text.append(panel(panel, y + HEAD));
            y += HEAD + HEIGHT + 16;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="12" y="26" font-size="16">%s</text>
                %s</svg>
                """.formatted(WIDTH, y, title, text);
    }

    private static String panel(Panel panel, int top) {
        double scale = PLOT / panel.seconds();
        StringBuilder text = new StringBuilder(
                "<text x=\"12\" y=\"%d\" font-weight=\"bold\">%s</text>%n".formatted(top - 10, panel.title()));
        for (Span span : panel.spans()) {
            text.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#e6efe9\"/>%n",
                    LEFT + span.from() * scale,
                    top,
                    (Math.min(span.to(), panel.seconds()) - span.from()) * scale,
                    HEIGHT));
        }
        for (int decade = 0; decade <= DECADES; decade++) {
            double y = top + HEIGHT - decade * (double) HEIGHT / DECADES;
            text.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#cccccc\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" font-size=\"11\">%s</text>%n",
                    LEFT,
                    y,
                    LEFT + PLOT,
                    y,
                    LEFT - 6,
                    y + 4,
                    decade == 0 ? "0.1" : "" + Math.round(Math.pow(10, decade - 1))));
        }
        String line = panel.points().stream()
                .map(point -> String.format(
                        Locale.ROOT, "%.1f,%.1f", LEFT + point.second() * scale, top + HEIGHT - height(point.value())))
                .collect(Collectors.joining(" "));
        return text.append("<polyline fill=\"none\" stroke=\"#2a7f62\" stroke-width=\"1.5\" points=\"%s\"/>%n"
                        .formatted(line))
                .toString();
    }

    /** Of a value above the lower edge. */
    static double height(double value) {
        return Math.clamp((Math.log10(Math.max(value, 0.1)) + 1) / DECADES, 0, 1) * HEIGHT;
    }
}
