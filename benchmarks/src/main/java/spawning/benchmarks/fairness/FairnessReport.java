// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.report.BarChart;
import spawning.benchmarks.report.BarChart.Bar;
import spawning.benchmarks.report.BarChart.Panel;

/** Tables, data and chart. */
public record FairnessReport(int connections, List<Fairness> measured, List<Occupied> occupied) {
    public String markdown() {
        return """
                %d keep-alive connections to four workers, opened one by one, each asked before the next is opened, or in bursts whose connections are all opened before
                they are asked. All stay open until the round is over. Busiest worker to idlest one, median (smallest-largest) of the rounds.

                | contender | opened | busiest to idlest | connections of the workers in the last round |
                | --- | --- | --- | --- |
                %s
                ## While one of the four cannot serve
                A new connection with one request every few milliseconds, whether or not those before were answered, while one worker is occupied.

                | one worker of Spawning has | it could not serve | for at most ms | new connections it took | the other three, each | of an equal share | connect to answer p50, p99, max ms |
                | --- | --- | --- | --- | --- | --- | --- |
                %s
                %s""".formatted(
                        connections,
                        measured.stream().map(FairnessReport::row).collect(Collectors.joining()),
                        occupied.stream().map(Occupied::row).collect(Collectors.joining()),
                        measured.stream()
                                .map(Fairness::contender)
                                .distinct()
                                .map(FairnessReport::settings)
                                .collect(Collectors.joining()));
    }

    public String csv() {
        List<String> lines = new ArrayList<>(List.of("contender,burst,round,busiest_to_idlest,connections"));
        for (Fairness fairness : measured) {
            for (int i = 0; i < fairness.spreads().size(); i++) {
                Spread spread = fairness.spreads().get(i);
                lines.add(String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%.3f,%s",
                        fairness.contender().name(),
                        fairness.burst(),
                        i + 1,
                        spread.ratio(fairness.contender().servingProcesses()),
                        words(spread)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    public String svg(String title) {
        List<Panel> panels = measured.stream()
                .map(Fairness::how)
                .distinct()
                .map(how -> new Panel(
                        how,
                        measured.stream()
                                .filter(fairness -> fairness.how().equals(how)
                                        && Double.isFinite(fairness.ratio().max()))
                                .map(fairness -> new Bar(fairness.contender().name(), fairness.ratio()))
                                .toList()))
                .toList();
        return new BarChart(title + ": busiest worker to idlest one", panels, "%.2f"::formatted).svg();
    }

    private static String row(Fairness fairness) {
        return "| %s | %s | %s | %s |%n"
                .formatted(
                        fairness.contender().name(),
                        fairness.how(),
                        fairness.ratio().text("%.2f"),
                        words(fairness.spreads().getLast()));
    }

    private static String words(Spread spread) {
        return spread.ascending().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String settings(Contender contender) {
        return "- **%s**: %s%n".formatted(contender.name(), contender.settings());
    }
}
