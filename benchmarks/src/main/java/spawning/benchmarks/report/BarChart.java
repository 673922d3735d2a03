// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Panels of bars with their spread, as SVG.
 *
 * @param title says what the bars are
 * @param figures how the number beside a bar is written
 */
public record BarChart(String title, List<Panel> panels, DoubleFunction<String> figures) {
    private static final int WIDTH = 800;
    private static final int LABEL = 190;
    private static final int BARS = 470;
    private static final int ROW = 24;
    private static final int HEAD = 34;

    /** Bars of one scale. */
    public record Panel(String title, List<Bar> bars) {}

    /** One of them: the median, with a line from the smallest to the largest. */
    public record Bar(String name, Summary value) {}

    public String svg() {
        StringBuilder text = new StringBuilder();
        int y = 44;
        for (Panel panel : panels) {
            text.append(panel(panel, y));
            y += HEAD + panel.bars().size() * ROW + 16;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="12" y="26" font-size="16">%s</text>
                %s</svg>
                """.formatted(WIDTH, y, title, text);
    }

    private String panel(Panel panel, int top) {
        double most = panel.bars().stream()
                .mapToDouble(bar -> bar.value().max())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder(
                "<text x=\"12\" y=\"%d\" font-weight=\"bold\">%s</text>%n".formatted(top + 20, panel.title()));
        for (int i = 0; i < panel.bars().size(); i++) {
            text.append(bar(panel.bars().get(i), most == 0 ? 0 : BARS / most, top + HEAD + i * ROW));
        }
        return text.toString();
    }

    private String bar(Bar bar, double scale, int y) {
        String colour = bar.name().startsWith("spawning") ? "#2a7f62" : "#8fa3b0";
        Summary value = bar.value();
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="16" fill="%s"/>
                <line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="black" stroke-width="2"/>
                <text x="%d" y="%d">%s</text>
                """,
                LABEL - 8,
                y + 13,
                bar.name(),
                LABEL,
                y,
                value.median() * scale,
                colour,
                LABEL + value.min() * scale,
                y + 8,
                LABEL + value.max() * scale,
                y + 8,
                LABEL + BARS + 16,
                y + 13,
                figures.apply(value.median()));
    }
}
