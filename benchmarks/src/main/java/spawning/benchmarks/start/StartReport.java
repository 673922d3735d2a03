// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.start;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.report.BarChart;
import spawning.benchmarks.report.BarChart.Bar;
import spawning.benchmarks.report.BarChart.Panel;

/** Table, data and chart of the starts. */
public record StartReport(Starts starts, List<Contender> contenders) {
    static final String EMPTY = "empty JVM";

    public String markdown() {
        double unit = starts.answer(EMPTY).median();
        String rows = starts.contenders().stream().map(name -> row(name, unit)).collect(Collectors.joining());
        return """
                From the command to the end of the first answer, asked for every 10 ms on new connections; one serving process each, one after the other, nothing
                beside, in an order drawn anew for each of %d rounds. CPU: of all its processes, until all workers are ready. The empty JVM has an empty main and
                ends; it is the unit. Start to ready is from the start of a worker's JVM to its readiness, as the controller's log says. The files are in the page cache.

                | contender | command to first answer s | in empty JVMs | CPU s | worker start to ready s | in empty JVMs |
                | --- | --- | --- | --- | --- | --- |
                %s
                %s%s""".formatted(rounds(), rows, settings(), failures());
    }

    public String csv() {
        return starts.all().stream()
                .map(start -> String.format(
                        Locale.ROOT,
                        "%s,%.3f,%.2f,%s%n",
                        start.contender(),
                        start.answer(),
                        start.cpu(),
                        start.ready().map(String::valueOf).orElse("")))
                .collect(Collectors.joining("", "contender,first_answer_s,cpu_s,ready_s\n", ""));
    }

    public String svg(String title) {
        List<Bar> bars = starts.contenders().stream()
                .map(name -> new Bar(name, starts.answer(name)))
                .toList();
        return new BarChart(
                        title + ": seconds from the command to the first answer",
                        List.of(new Panel("", bars)),
                        "%.2f"::formatted)
                .svg();
    }

    private long rounds() {
        return starts.all().stream()
                .filter(start -> start.contender().equals(EMPTY))
                .count();
    }

    private String row(String name, double unit) {
        return "| %s | %s | %.1f | %s | %s | %s |%n"
                .formatted(
                        name,
                        starts.answer(name).text("%.2f"),
                        starts.answer(name).median() / unit,
                        starts.cpu(name).text("%.2f"),
                        starts.ready(name).map(ready -> ready.text("%.2f")).orElse(""),
                        starts.readyInEmptyJvms(name)
                                .map(ready -> ready.text("%.1f"))
                                .orElse(""));
    }

    private String settings() {
        return contenders.stream()
                .map(contender -> "- **%s**: %s%n".formatted(contender.name(), contender.settings()))
                .collect(Collectors.joining());
    }

    private String failures() {
        return starts.failures().entrySet().stream()
                .map(failure -> "- **%s** did not start: %s%n".formatted(failure.getKey(), failure.getValue()))
                .collect(Collectors.joining());
    }
}
