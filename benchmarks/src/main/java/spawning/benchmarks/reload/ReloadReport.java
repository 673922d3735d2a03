// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.reload;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import spawning.benchmarks.load.Latencies;
import spawning.benchmarks.report.BarChart;
import spawning.benchmarks.report.BarChart.Bar;
import spawning.benchmarks.report.BarChart.Panel;
import spawning.benchmarks.report.Summary;

/** Table, data and chart of the reloads. */
public record ReloadReport(ReloadPlan plan, List<Reloaded> runs) {
    public String markdown() {
        return """
                For each contender: saturation by wrk with %d connections (%d s of warm-up, then %d s), then a client at half of that rate over as many keep-alive connections, which
                counts from the moment a request was due and repeats nothing. %d s without a reload, then %d s with a signal every %d s (HUP, for puma USR1), or as soon as the last
                reload is over. A reload is over when none of the old workers is left. *during*: requests that were due in a reload; *since*: all since the first signal.

                | contender | at requests/s | reloads | failed or given up | steady p50, p99, p99.9 ms | during | since | since against steady: p99, p99.9 | signal to all new s |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                %s
                %s""".formatted(
                plan.connections(),
                plan.warmUp().toSeconds(),
                plan.saturation().toSeconds(),
                plan.steady().toSeconds(),
                plan.length().toSeconds(),
                plan.every().toSeconds(),
                runs.stream().map(ReloadReport::row).collect(Collectors.joining()),
                runs.stream()
                        .map(run -> "- **%s**: %s%n"
                                .formatted(
                                        run.contender().name(), run.contender().settings()))
                        .collect(Collectors.joining()));
    }

    /** A line for each half second of each contender. */
    public String csv() {
        StringBuilder text = new StringBuilder("contender,second,reloading,requests,lost,p50_ms,p99_ms,max_ms\n");
        for (Reloaded run : runs) {
            long step = 500_000_000;
            long begin = run.timeline().begin();
            for (long at = 0; at < run.timeline().length().toNanos(); at += step) {
                long from = begin + at;
                Latencies part = run.timeline().between(from, from + step);
                boolean reloading = run.reloads().stream().anyMatch(r -> r.from() < from + step && r.to() > from);
                text.append(String.format(
                        Locale.ROOT,
                        "%s,%.1f,%b,%d,%d,%.3f,%.3f,%.3f%n",
                        run.contender().name(),
                        at / 1e9,
                        reloading,
                        part.nanos().size(),
                        part.lost(),
                        part.millis(50),
                        part.millis(99),
                        part.millis(100)));
            }
        }
        return text.toString();
    }

    public String svg(String title) {
        return new BarChart(
                        title + ": milliseconds",
                        List.of(
                                panel("p99, steady", run -> run.before().millis(99)),
                                panel(
                                        "p99, reloaded again and again",
                                        run -> run.since().millis(99)),
                                panel(
                                        "p99.9, reloaded again and again",
                                        run -> run.since().millis(99.9))),
                        "%.2f"::formatted)
                .svg();
    }

    private Panel panel(String title, Function<Reloaded, Double> value) {
        return new Panel(
                title,
                runs.stream()
                        .map(run -> new Bar(run.contender().name(), Summary.of(List.of(value.apply(run)))))
                        .toList());
    }

    private static String row(Reloaded run) {
        Summary seconds =
                Summary.of(run.reloads().stream().map(Reloaded.Span::seconds).toList());
        return "| %s | %,d | %d | **%d** | %s | %s | %s | **%.1f**, %.1f | %s |%n"
                .formatted(
                        run.contender().name(),
                        run.rate(),
                        run.reloads().size(),
                        run.failed(),
                        percentiles(run.before()),
                        percentiles(run.during()),
                        percentiles(run.since()),
                        run.p99Ratio(),
                        run.since().millis(99.9) / run.before().millis(99.9),
                        seconds.text("%.1f"));
    }

    private static String percentiles(Latencies latencies) {
        return "%.2f, %.2f, %.2f".formatted(latencies.millis(50), latencies.millis(99), latencies.millis(99.9));
    }
}
