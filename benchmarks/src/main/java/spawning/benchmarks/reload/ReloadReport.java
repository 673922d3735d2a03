// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.reload;

import java.util.List;
import java.util.stream.Collectors;
import spawning.benchmarks.load.Latencies;
import spawning.benchmarks.report.Summary;
import spawning.benchmarks.report.TimeChart;

/** Table, data and chart of the reloads. */
public record ReloadReport(ReloadPlan plan, List<Reloaded> runs) {
    public String markdown() {
        return """
                For each contender: saturation by wrk with %d connections (%d s of warm-up, then %d s), then what the client gets that asks for as much, which needs more of the same cores, then this
                client at half of what it got over as many keep-alive connections. It counts from the moment a request was due and repeats nothing. %d s without a reload, then %d s with a signal every %d s (HUP, for puma USR1), or as soon as the last
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
        return runs.stream()
                .flatMap(run -> HalfSecond.of(run).stream())
                .map(HalfSecond::csv)
                .collect(Collectors.joining("", HalfSecond.HEADER, ""));
    }

    /** p99 of each half second; reloads are shaded. */
    public String svg(String title) {
        return new TimeChart(
                        title + ": p99 of each half second in ms, reloads shaded",
                        runs.stream().map(ReloadReport::panel).toList())
                .svg();
    }

    private static TimeChart.Panel panel(Reloaded run) {
        long begin = run.timeline().begin();
        return new TimeChart.Panel(
                run.contender().name() + " at " + "%,d/s".formatted(run.rate()),
                run.timeline().length().toNanos() / 1e9,
                HalfSecond.of(run).stream()
                        .map(part -> new TimeChart.Point(
                                part.second() + 0.25, part.latencies().millis(99)))
                        .toList(),
                run.reloads().stream()
                        .map(span -> new TimeChart.Span((span.from() - begin) / 1e9, (span.to() - begin) / 1e9))
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
