// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.util.List;
import java.util.Locale;
import spawning.benchmarks.Workload;

/** Throughput as bars with their spread, one panel a workload, as SVG. */
public record Chart(Results results, String title) {
    private static final int WIDTH = 760;
    private static final int LABEL = 150;
    private static final int BARS = 470;
    private static final int ROW = 24;
    private static final int HEAD = 34;

    public String svg() {
        StringBuilder panels = new StringBuilder();
        int y = 44;
        for (Workload workload : Workload.values()) {
            List<String> names = results.contenders(workload);
            if (!names.isEmpty()) {
                panels.append(panel(workload, names, y));
                y += HEAD + names.size() * ROW + 16;
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="12" y="26" font-size="16">%s: requests/s, median and min to max</text>
                %s</svg>
                """.formatted(WIDTH, y, title, panels);
    }

    private String panel(Workload workload, List<String> names, int top) {
        double most = names.stream()
                .mapToDouble(name -> results.throughput(workload, name).max())
                .max()
                .orElseThrow();
        StringBuilder panel = new StringBuilder(
                "<text x=\"12\" y=\"%d\" font-weight=\"bold\">%s</text>%n".formatted(top + 20, workload.title()));
        for (int i = 0; i < names.size(); i++) {
            panel.append(bar(names.get(i), results.throughput(workload, names.get(i)), most, top + HEAD + i * ROW));
        }
        return panel.toString();
    }

    private static String bar(String name, Summary throughput, double most, int y) {
        String colour = name.startsWith("spawning") ? "#2a7f62" : "#8fa3b0";
        double scale = BARS / Math.max(1, most);
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="16" fill="%s"/>
                <line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="black" stroke-width="2"/>
                <text x="%d" y="%d">%,.0f</text>
                """,
                LABEL - 8,
                y + 13,
                name,
                LABEL,
                y,
                throughput.median() * scale,
                colour,
                LABEL + throughput.min() * scale,
                y + 8,
                LABEL + throughput.max() * scale,
                y + 8,
                LABEL + BARS + 16,
                y + 13,
                throughput.median());
    }
}
