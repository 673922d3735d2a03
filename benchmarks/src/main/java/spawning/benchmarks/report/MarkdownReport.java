// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import spawning.benchmarks.Machine;
import spawning.benchmarks.Plan;
import spawning.benchmarks.Visit;
import spawning.benchmarks.Workload;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.load.Latencies;

/**
 * The page that people read.
 *
 * @param failures why contenders are missing, by name
 * @param stem name of the chart and the CSV beside this page, without ending
 */
public record MarkdownReport(
        Machine machine,
        Plan plan,
        List<Contender> contenders,
        Results results,
        Map<String, String> failures,
        String stem) {

    public String text() {
        StringBuilder page = new StringBuilder("# Side by side: " + stem + "\n\n");
        page.append("What the columns mean, and what they cannot tell: [README](../README.md). Every visit: [")
                .append(stem);
        page.append(".csv](")
                .append(stem)
                .append(".csv).\n\n![chart](")
                .append(stem)
                .append(".svg)\n\n");
        page.append("## Machine and plan\n")
                .append(machine.markdown())
                .append(planLines())
                .append('\n');
        for (Workload workload : plan.workloads()) {
            page.append("## ")
                    .append(workload.title())
                    .append('\n')
                    .append(table(workload))
                    .append('\n');
        }
        page.append("## Contenders\n");
        for (Contender contender : contenders) {
            page.append("- **")
                    .append(contender.name())
                    .append("**: ")
                    .append(contender.settings())
                    .append('\n');
        }
        if (!failures.isEmpty()) {
            page.append("\n## Not measured, or not to the end\n");
            failures.forEach((name, reason) -> page.append("- **" + name + "** " + reason + "\n"));
        }
        return page.toString();
    }

    private String planLines() {
        return """
                | plan | %d starts, %d rounds each, seed %d; in each visit wrk -t1 -c%d for %d s, then %d s at a fixed rate and %d s at half of that, each over %d connections; warm-up %d s |
                """.formatted(
                        plan.starts(),
                        plan.rounds(),
                        plan.seed(),
                        plan.connections(),
                        plan.throughput().toSeconds(),
                        plan.paced().toSeconds(),
                        plan.half().toSeconds(),
                        plan.pacedConnections(),
                        plan.warmUp().toSeconds());
    }

    private String table(Workload workload) {
        StringBuilder table = new StringBuilder(
                "| | requests/s | against %s | full load p50, p99 ms | at %d/s p50, p99, p99.9 ms | at half of that p50, p99, p99.9 ms | CPU s per 10,000 | bytes allocated | RSS, PSS MB | errors |\n"
                        .formatted(plan.against(), workload.pacedRate()));
        table.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        results.contenders(workload).forEach(name -> table.append(row(workload, name)));
        workload.ideal(plan.connections())
                .ifPresent(ideal -> table.append("\nIdeal: %,.0f/s. Of it: ".formatted(ideal))
                        .append(sharesOf(ideal, workload))
                        .append(".\n"));
        return table.toString();
    }

    private String sharesOf(double ideal, Workload workload) {
        return String.join(
                ", ",
                results.contenders(workload).stream()
                        .map(name -> "%s %.2f"
                                .formatted(
                                        name, results.throughput(workload, name).median() / ideal))
                        .toList());
    }

    private String row(Workload workload, String name) {
        List<Visit> visits = results.of(workload, name);
        Summary throughput = results.throughput(workload, name);
        String ratio = results.ratio(workload, name)
                .map(r -> String.format("**%.2f** (%.2f-%.2f)", r.median(), r.min(), r.max()))
                .orElse("");
        boolean allocates = visits.getFirst().allocatedBytes().isPresent();
        return String.format(
                "| %s | **%,.0f** (%,.0f-%,.0f) | %s | %.2f, %.2f | %s | %s | %.2f | %s | %.0f, %.0f | %d |%n",
                name,
                throughput.median(),
                throughput.min(),
                throughput.max(),
                ratio,
                median(workload, name, visit -> visit.wrk().p50().toNanos() / 1e6),
                median(workload, name, visit -> visit.wrk().p99().toNanos() / 1e6),
                percentiles(workload, name, Visit::paced),
                plan.half().isZero()
                        ? ""
                        : percentiles(workload, name, Visit::half)
                                + " at %,.0f/s".formatted(median(workload, name, Visit::halfRate)),
                median(workload, name, Visit::cpuSecondsPer10000),
                allocates
                        ? String.format(
                                "%,.0f",
                                median(
                                        workload,
                                        name,
                                        visit -> visit.allocatedPerRequest().orElseThrow()))
                        : "",
                median(workload, name, visit -> visit.rssBytes() / 1048576.0),
                median(workload, name, visit -> visit.pssBytes() / 1048576.0),
                visits.stream().mapToLong(Visit::errors).sum());
    }

    private String percentiles(Workload workload, String name, Function<Visit, Latencies> which) {
        return DoubleStream.of(50, 99, 99.9)
                .mapToObj(percent -> "%.2f"
                        .formatted(median(
                                workload,
                                name,
                                visit -> which.apply(visit).percentile(percent).toNanos() / 1e6)))
                .collect(Collectors.joining(", "));
    }

    private double median(Workload workload, String name, ToDoubleFunction<Visit> value) {
        return results.summary(workload, name, value).median();
    }
}
