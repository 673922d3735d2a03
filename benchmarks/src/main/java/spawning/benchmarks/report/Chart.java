// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import spawning.benchmarks.Workload;
import spawning.benchmarks.report.BarChart.Bar;
import spawning.benchmarks.report.BarChart.Panel;

/** Throughput as bars, one panel a workload. */
public record Chart(Results results, String title) {
    public String svg() {
        List<Panel> panels = Arrays.stream(Workload.values())
                .filter(workload -> !results.contenders(workload).isEmpty())
                .map(this::panel)
                .toList();
        return new BarChart(title + ": requests/s, median and min to max", panels, "%,.0f"::formatted).svg();
    }

    private Panel panel(Workload workload) {
        return new Panel(
                workload.title(),
                results.contenders(workload).stream()
                        .map(name -> new Bar(name, results.throughput(workload, name)))
                        .toList());
    }
}
