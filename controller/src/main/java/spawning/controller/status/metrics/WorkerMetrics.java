// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import spawning.controller.memory.ProcessMemory;
import spawning.controller.status.Member;
import spawning.controller.status.Site;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Gauge;

/** Each living worker, by slot and pid: a series ends with its process. */
record WorkerMetrics(Site site, ProcessMemory memory) {
    private static final double MILLIS = 1e3;

    List<MetricSnapshot> all() {
        return List.of(
                each("generation", "The generation that it runs.", Member::generation)
                        .gauge(),
                gauge("heap_used_bytes", "Heap in use.", Gauge.HEAP_USED),
                gauge("heap_max_bytes", "How large its heap may become.", Gauge.HEAP_MAX),
                gauge("metaspace_bytes", "Memory of its classes.", Gauge.METASPACE_USED),
                gauge("direct_bytes", "Direct buffers.", Gauge.DIRECT_USED),
                gauge("threads", "Platform threads.", Gauge.THREADS),
                resident(),
                each("requests", "Requests that it began.", member -> count(member, Counter.REQUESTS))
                        .counter(),
                each(
                                "requests_in_flight",
                                "Requests that it began and has not ended.",
                                member -> member.process().scoreboard().inFlight())
                        .gauge(),
                each("gc_collections", "Its garbage collections.", member -> get(member, Gauge.GC_COUNT))
                        .counter(),
                each(
                                "gc_seconds",
                                "Seconds of its garbage collections.",
                                member -> get(member, Gauge.GC_MILLIS) / MILLIS)
                        .counter());
    }

    private MetricSnapshot gauge(String name, String help, Gauge gauge) {
        return each(name, help, member -> get(member, gauge)).gauge();
    }

    private Family each(String name, String help, Function<Member, Number> value) {
        Family family = new Family("spawning_worker_" + name, help);
        site.members().forEach(member -> with(family, member, value.apply(member)));
        return family;
    }

    private static void with(Family family, Member member, Number value) {
        var _ = family.with(
                value, "slot", "" + member.slot(), "pid", "" + member.process().pid());
    }

    /** Not of a process that has ended just now. */
    private MetricSnapshot resident() {
        Family family = new Family("spawning_worker_resident_memory_bytes", "Resident memory.");
        for (Member member : site.members()) {
            OptionalLong rss = memory.rss(member.process().pid());
            if (rss.orElse(0) > 0) {
                with(family, member, rss.getAsLong());
            }
        }
        return family.gauge();
    }

    /** Never negative, whatever a broken worker writes. */
    private static long count(Member member, Counter counter) {
        return Math.max(0, member.process().scoreboard().count(counter));
    }

    private static long get(Member member, Gauge gauge) {
        return Math.max(0, member.process().scoreboard().get(gauge));
    }
}
