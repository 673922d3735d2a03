// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.metrics;

import static spawning.controller.status.metrics.Family.counter;
import static spawning.controller.status.metrics.Family.gauge;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import spawning.controller.memory.ProcessMemory;

/** The controller's own process, under the names that all Prometheus clients use. */
record ProcessMetrics(Instant startedAt, ProcessMemory memory) {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    List<MetricSnapshot> all() {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(gauge(
                "process_start_time_seconds",
                "When the controller began, in seconds since 1970.",
                startedAt.toEpochMilli() / MILLIS));
        memory.rss(ProcessHandle.current().pid())
                .ifPresent(rss ->
                        all.add(gauge("process_resident_memory_bytes", "Resident memory of the controller.", rss)));
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .ifPresent(nanos -> all.add(
                        counter("process_cpu_seconds", "Seconds of CPU that the controller used.", nanos / NANOS)));
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            all.add(gauge("process_open_fds", "Descriptors that the controller has open.", open.count()));
        } catch (IOException e) {
            return all; // not without /proc
        }
        return all;
    }
}
