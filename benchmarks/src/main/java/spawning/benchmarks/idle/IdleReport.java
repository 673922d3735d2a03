// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.idle;

import java.util.List;
import java.util.stream.Collectors;
import spawning.benchmarks.Machine;

/** The table of an idle run; the phases are nobody, idle, idle and polls. */
public record IdleReport(Machine machine, IdlePlan plan, String settings, List<Phase> phases) {
    public IdleReport {
        phases = List.copyOf(phases);
    }

    public String markdown(String stem) {
        String rows = phases.stream().map(IdleReport::row).collect(Collectors.joining());
        return """
                # Idle connections and long polling: %s

                How it is measured: [README](../README.md).

                %s| worker | %s |

                | one worker with | heap MB after GC | RSS MB | the others at %d/s: p50, p99, p99.9, longest ms | failed |
                | --- | --- | --- | --- | --- |
                %s
                - An idle connection: **%,d bytes of heap**, and %,d outside of the heap.
                - A waiting request with its connection: **%,d bytes of heap**, and %,d outside of the heap.

                RSS contains the whole heap from the start (AlwaysPreTouch), so what it grows by is outside of the heap: buffers, stacks,
                compiled code. The kernel's own memory of a socket is in neither number.
                """.formatted(
                        stem,
                        machine.markdown(),
                        settings,
                        plan.rate(),
                        rows,
                        each(0, 1, plan.idle(), true),
                        each(0, 1, plan.idle(), false),
                        each(1, 2, plan.polls(), true),
                        each(1, 2, plan.polls(), false));
    }

    public String csv() {
        return phases.stream()
                .map(phase -> "%s,%d,%d,%d,%d,%s,%d%n"
                        .formatted(
                                phase.title(),
                                phase.idle(),
                                phase.polls(),
                                phase.memory().heap(),
                                phase.memory().rss(),
                                latencies(phase, ","),
                                failed(phase)))
                .collect(Collectors.joining(
                        "", "phase,idle,polls,heap_bytes,rss_bytes,p50_ms,p99_ms,p999_ms,max_ms,failed\n", ""));
    }

    private static String row(Phase phase) {
        return "| %s (%d, %d) | %.1f | %.1f | %s | %d |%n"
                .formatted(
                        phase.title(),
                        phase.idle(),
                        phase.polls(),
                        phase.memory().heap() / 1048576.0,
                        phase.memory().rss() / 1048576.0,
                        latencies(phase, ", "),
                        failed(phase));
    }

    private static String latencies(Phase phase, String separator) {
        return List.of(50.0, 99.0, 99.9, 100.0).stream()
                .map(percent ->
                        "%.3f".formatted(phase.others().percentile(percent).toNanos() / 1e6))
                .collect(Collectors.joining(separator));
    }

    private static long failed(Phase phase) {
        return phase.others().failures() + phase.others().unsent();
    }

    private long each(int before, int after, int count, boolean heap) {
        Memory from = phases.get(before).memory();
        Memory to = phases.get(after).memory();
        return (heap ? to.heap() - from.heap() : to.rss() - from.rss()) / count;
    }
}
