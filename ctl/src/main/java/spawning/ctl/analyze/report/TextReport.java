// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import spawning.ctl.analyze.count.Dimension;
import spawning.ctl.analyze.count.Tally;
import spawning.ctl.analyze.count.Totals.Row;
import spawning.protocol.LogText;

/** A table for people. What stands in a log has no say in the terminal: its control characters are escaped. */
public final class TextReport {
    private static final int LONGEST = 80;

    private TextReport() {}

    public static String of(Report report) {
        List<List<String>> table = new ArrayList<>();
        table.add(head(report));
        for (Row row : report.rows()) {
            table.add(line(row.names().stream().map(TextReport::shown).toList(), row.tally(), report.rowSeconds()));
        }
        report.others().ifPresent(others -> table.add(line(named("others", report), others, report.totalSeconds())));
        table.add(line(named("total", report), report.total(), report.totalSeconds()));
        return summary(report) + "\n"
                + aligned(table, Math.max(1, report.dimensions().size()));
    }

    private static String summary(Report report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%,d requests of %,d lines", report.total().requests(), report.lines()));
        report.range()
                .ifPresent(range -> text.append(String.format(
                        Locale.ROOT,
                        ", %s to %s (%,.0f s)",
                        range.earliestText(),
                        range.latestText(),
                        range.seconds())));
        if (report.broken() > 0) {
            text.append(String.format(Locale.ROOT, "; %,d broken lines not counted", report.broken()));
        }
        return text.append('\n').toString();
    }

    private static List<String> head(Report report) {
        List<String> head = new ArrayList<>();
        report.dimensions().stream().map(Dimension::word).forEach(head::add);
        if (head.isEmpty()) {
            head.add("");
        }
        for (Column column : Column.values()) {
            head.add(
                    switch (column) {
                        case RATE -> "req/s";
                        case ERROR_SHARE -> "errors %";
                        default -> column.word();
                    });
        }
        return head;
    }

    private static List<String> named(String name, Report report) {
        List<String> names = new ArrayList<>(List.of(name));
        for (int i = 1; i < report.dimensions().size(); i++) {
            names.add("");
        }
        return names;
    }

    private static List<String> line(List<String> names, Tally tally, double seconds) {
        List<String> cells = new ArrayList<>(names);
        for (Column column : Column.values()) {
            cells.add(cell(column, column.value(tally, seconds)));
        }
        return cells;
    }

    private static String cell(Column column, double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return switch (column) {
            case REQUESTS, BYTES, ERRORS -> String.format(Locale.ROOT, "%,.0f", value);
            case RATE -> String.format(Locale.ROOT, "%,.2f", value);
            case ERROR_SHARE -> String.format(Locale.ROOT, "%.2f", value * 100);
            case AVG, P50, P95, P99, MAX -> column.text(value);
        };
    }

    private static String shown(String name) {
        String plain = LogText.line(name);
        return plain.codePointCount(0, plain.length()) <= LONGEST
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST - 3)) + "...";
    }

    /** Names to the left, numbers to the right. */
    private static String aligned(List<List<String>> table, int names) {
        int columns = table.getFirst().size();
        int[] widths = new int[columns];
        table.forEach(line -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> line : table) {
            StringBuilder shown = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String gap = " ".repeat(widths[i] - width(line.get(i)));
                shown.append(i == 0 ? "" : "  ").append(i < names ? line.get(i) + gap : gap + line.get(i));
            }
            text.append(shown.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
