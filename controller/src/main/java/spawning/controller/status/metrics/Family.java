// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Metrics of one name, of which each has other labels. */
final class Family {
    private final String name;
    private final String help;
    private final List<Point> points = new ArrayList<>();

    private record Point(double value, Labels labels) {}

    /** @param name without the _total of counters */
    Family(String name, String help) {
        this.name = name;
        this.help = help;
    }

    /** A gauge without labels. */
    static MetricSnapshot gauge(String name, String help, Number value) {
        return new Family(name, help).with(value).gauge();
    }

    /** A counter without labels. */
    static MetricSnapshot counter(String name, String help, Number value) {
        return new Family(name, help).with(value).counter();
    }

    /** One more, whose labels are names and values in turn. */
    Family with(Number value, String... labels) {
        points.add(new Point(value.doubleValue(), Labels.of(labels)));
        return this;
    }

    MetricSnapshot gauge() {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
        points.forEach(point -> builder.dataPoint(GaugeDataPointSnapshot.builder()
                .value(point.value)
                .labels(point.labels)
                .build()));
        return builder.build();
    }

    MetricSnapshot counter() {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
        points.forEach(point -> builder.dataPoint(CounterDataPointSnapshot.builder()
                .value(point.value)
                .labels(point.labels)
                .build()));
        return builder.build();
    }
}
