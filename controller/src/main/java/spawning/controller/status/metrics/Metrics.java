// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import spawning.controller.memory.ProcessMemory;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.time.MonotonicClock;

/** All metrics, in the text formats that Prometheus reads. Any thread. */
public final class Metrics {
    private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();
    private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();

    private final StatusBoard board;
    private final MonotonicClock clock;
    private final ProcessMemory memory = ProcessMemory.ofThisMachine();

    /** Of what stands on a board. */
    public Metrics(StatusBoard board, MonotonicClock clock) {
        this.board = board;
        this.clock = clock;
    }

    /** What is sent. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    public record Page(String contentType, byte[] bytes) {}

    /** Of this moment, in the format that is asked for; in the older one if in doubt. The header may be empty. */
    public Page page(String accept) {
        ExpositionFormatWriter writer = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : TEXT;
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            writer.write(bytes, new MetricSnapshots(all()));
            return new Page(writer.getContentType(), bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
    }

    private List<MetricSnapshot> all() {
        Site site = board.site();
        List<MetricSnapshot> all = new ArrayList<>();
        all.addAll(new SiteMetrics(site, clock.nanos()).all());
        all.addAll(new WorkerMetrics(site, memory).all());
        all.addAll(new ProcessMetrics(board.startedAt(), memory).all());
        return all;
    }
}
