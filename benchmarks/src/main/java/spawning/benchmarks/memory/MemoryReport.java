// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import spawning.benchmarks.report.BarChart;
import spawning.benchmarks.report.BarChart.Bar;
import spawning.benchmarks.report.BarChart.Panel;
import spawning.benchmarks.report.Summary;

/** Table, data and chart of the costs. */
public record MemoryReport(Costs costs, List<Subject> subjects) {
    private static final String HEAD = """
            PSS counts pages that processes share once. A further process costs the difference to fewer ones. Idle: after the first answers; after load: after wrk
            with 64 connections. The heap is the default of each. Medians (smallest and largest) of the rounds.

            | application | processes | controller MB | idle, all MB | each further MB | after load, all MB | each further MB | worker start to ready s | command to first answer s |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    public String markdown() {
        return subjects.stream().map(this::rows).collect(Collectors.joining("", HEAD, "\n"))
                + subjects.stream()
                        .map(subject -> "- **%s**: %s%n"
                                .formatted(
                                        subject.name(),
                                        subject.contenders()
                                                .apply(subject.sizes().getFirst())
                                                .getFirst()
                                                .settings()))
                        .collect(Collectors.joining());
    }

    public String csv() {
        return costs.all().stream()
                .map(cost -> String.format(
                        Locale.ROOT,
                        "\"%s\",%d,%d,%d,%d,%s,%.3f%n",
                        cost.subject(),
                        cost.processes(),
                        cost.controller(),
                        cost.idle(),
                        cost.loaded(),
                        cost.ready().map(String::valueOf).orElse(""),
                        cost.answer()))
                .collect(Collectors.joining(
                        "",
                        "subject,processes,controller_pss_bytes,idle_pss_bytes,loaded_pss_bytes,ready_s,first_answer_s\n",
                        ""));
    }

    /** What the last of the processes costs. */
    public String svg(String title) {
        return new BarChart(
                        title + ": MB of PSS that a further process costs",
                        List.of(panel("idle", false), panel("after load", true)),
                        "%.0f"::formatted)
                .svg();
    }

    private Panel panel(String name, boolean loaded) {
        return new Panel(
                name,
                subjects.stream()
                        .filter(subject -> measured(subject, subject.sizes().getLast()))
                        .map(subject -> new Bar(subject.name(), last(subject, loaded)))
                        .toList());
    }

    private Summary last(Subject subject, boolean loaded) {
        List<Integer> sizes = subject.sizes();
        int fewer = sizes.size() > 1 ? sizes.get(sizes.size() - 2) : 0;
        return costs.further(subject.name(), fewer, sizes.getLast(), loaded);
    }

    private String rows(Subject subject) {
        StringBuilder rows = new StringBuilder();
        int fewer = 0;
        for (int size : subject.sizes()) {
            if (measured(subject, size)) {
                rows.append(row(subject.name(), fewer, size));
                fewer = size;
            }
        }
        return rows.toString();
    }

    private boolean measured(Subject subject, int size) {
        return !costs.of(subject.name(), size).isEmpty();
    }

    private String row(String subject, int fewer, int size) {
        double controller = costs.controller(subject, size).median();
        return "| %s | %d | %s | %.0f | %s | %.0f | %s | %s | %s |%n"
                .formatted(
                        subject,
                        size,
                        controller == 0 ? "" : "%.0f".formatted(controller),
                        costs.idle(subject, size).median(),
                        costs.further(subject, fewer, size, false).text("%.1f"),
                        costs.loaded(subject, size).median(),
                        costs.further(subject, fewer, size, true).text("%.1f"),
                        costs.ready(subject, size)
                                .map(seconds -> seconds.text("%.2f"))
                                .orElse(""),
                        costs.answer(subject, size).text("%.2f"));
    }
}
