// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.util.ArrayList;
import java.util.List;
import spawning.ctl.analyze.count.Dimension;
import spawning.ctl.analyze.count.Tally;
import spawning.ctl.analyze.count.Totals.Row;

/**
 * Comma-separated values as in RFC 4180: a head, a record a row, CRLF. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it.
 */
public final class CsvReport {
    private static final String FORMULA = "=+-@\t\r";

    private CsvReport() {}

    public static String of(Report report) {
        StringBuilder csv = new StringBuilder();
        List<String> head = new ArrayList<>();
        report.dimensions().stream().map(Dimension::word).forEach(head::add);
        for (Column column : Column.values()) {
            head.add(column.key());
        }
        record(csv, head);
        for (Row row : report.rows()) {
            record(csv, row(row.names(), row.tally(), report.rowSeconds()));
        }
        report.others().ifPresent(others -> record(csv, row(named("others", report), others, report.totalSeconds())));
        if (report.dimensions().isEmpty()) {
            record(csv, row(List.of(), report.total(), report.totalSeconds()));
        }
        return csv.toString();
    }

    private static List<String> named(String name, Report report) {
        List<String> names = new ArrayList<>(List.of(name));
        for (int i = 1; i < report.dimensions().size(); i++) {
            names.add("");
        }
        return names;
    }

    private static List<String> row(List<String> names, Tally tally, double seconds) {
        List<String> cells = new ArrayList<>();
        names.forEach(name -> cells.add(harmless(name)));
        for (Column column : Column.values()) {
            cells.add(column.text(column.value(tally, seconds)));
        }
        return cells;
    }

    private static void record(StringBuilder csv, List<String> cells) {
        csv.append(String.join(",", cells.stream().map(CsvReport::quoted).toList()))
                .append("\r\n");
    }

    /** A single minus, which stands for nothing, is left as it is. */
    private static String harmless(String text) {
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 && !text.equals("-");
        return formula ? "'" + text : text;
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
