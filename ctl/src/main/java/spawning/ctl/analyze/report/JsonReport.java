// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import spawning.ctl.analyze.count.Tally;
import spawning.ctl.analyze.count.Totals.Row;

/** One JSON object, in which {@code schema} counts up when a key changes its meaning. */
public final class JsonReport {
    private JsonReport() {}

    public static String of(Report report) {
        List<String> rows = new ArrayList<>();
        for (Row row : report.rows()) {
            rows.add("    {" + names(report, row) + numbers(row.tally(), report.rowSeconds()) + "}");
        }
        return """
                {
                  "schema": 1,
                  "lines": %d,
                  "broken": %d,
                  "too_many_groups": %b,
                  "range": %s,
                  "groups": [%s],
                  "others": %s,
                  "total": %s
                }
                """.formatted(
                        report.lines(),
                        report.broken(),
                        report.tooManyGroups(),
                        report.range().map(JsonReport::range).orElse("null"),
                        rows.isEmpty() ? "" : "\n" + String.join(",\n", rows) + "\n  ",
                        report.others()
                                .map(t -> "{" + numbers(t, report.totalSeconds()) + "}")
                                .orElse("null"),
                        "{" + numbers(report.total(), report.totalSeconds()) + "}");
    }

    private static String range(Report.Range range) {
        return "{\"earliest\": %s, \"latest\": %s, \"seconds\": %.0f}"
                .formatted(quoted(range.earliestText()), quoted(range.latestText()), range.seconds());
    }

    private static String names(Report report, Row row) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < row.names().size(); i++) {
            names.append(quoted(report.dimensions().get(i).word()))
                    .append(": ")
                    .append(quoted(row.names().get(i)))
                    .append(", ");
        }
        return names.toString();
    }

    private static String numbers(Tally tally, double seconds) {
        List<String> numbers = new ArrayList<>();
        for (Column column : Column.values()) {
            String text = column.text(column.value(tally, seconds));
            numbers.add(quoted(column.key()) + ": " + (text.isEmpty() ? "null" : text));
        }
        return String.join(", ", numbers);
    }

    /** All that is not plain ASCII is escaped, so that the output may be looked at in a terminal. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
