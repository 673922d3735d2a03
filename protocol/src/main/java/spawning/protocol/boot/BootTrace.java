// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the start of this process consists of, for {@code --trace-boot}: steps with their time, their processor time and
 * the classes that they loaded. While no trace was begun, a step costs the reading of one field.
 *
 * <p>All methods may be called by any thread. docs/boot.md tells how to read the table.
 */
public final class BootTrace {
    private static final int WIDTH = 10;

    private static volatile @Nullable BootTrace running;

    private final long start;
    private final Supplier<Usage> meter;
    private final List<Step> steps = new ArrayList<>();

    private record Step(String name, Usage usage) {}

    /**
     * @param start of the process, as {@link System#nanoTime}
     * @param meter measures what was used until now
     */
    BootTrace(long start, Supplier<Usage> meter) {
        this.start = start;
        this.meter = meter;
    }

    /**
     * Begins the trace of this process, unless there is one. What measures is loaded now, which is a step of its own.
     *
     * @param start when the process was started, as {@link System#nanoTime}, which all processes of a machine share on
     *     Linux (CLOCK_MONOTONIC)
     * @param step that has just been done
     */
    public static void begin(long start, String step) {
        if (running != null) {
            return;
        }
        Meter meter = new Meter();
        Usage before = meter.withoutClasses();
        BootTrace trace = new BootTrace(start, meter);
        trace.add(step, before);
        trace.add("the trace itself", meter.get());
        running = trace;
    }

    /** Notes that a step has been done. */
    public static void step(String name) {
        BootTrace trace = running;
        if (trace != null) {
            trace.add(name, trace.meter.get());
        }
    }

    /** Ends the trace, if there is one, and hands on its table, line by line; a second call finds none. */
    public static void end(Consumer<String> line) {
        BootTrace trace = running;
        if (trace != null) {
            running = null;
            trace.table().forEach(line);
        }
    }

    synchronized void add(String name, Usage usage) {
        steps.add(new Step(name, usage));
    }

    synchronized List<String> table() {
        List<String> table = new ArrayList<>();
        line(table, "ms", "+ms", "cpu ms", "+cpu ms", "classes", "+classes", "step");
        Usage last = new Usage(start, 0, 0);
        for (Step step : steps) {
            Usage now = step.usage();
            line(
                    table,
                    millis(now.nanos() - start),
                    millis(now.nanos() - last.nanos()),
                    millis(now.cpuNanos()),
                    millis(now.cpuNanos() - last.cpuNanos()),
                    now.classes() == Usage.UNKNOWN ? "-" : Long.toString(now.classes()),
                    now.classes() == Usage.UNKNOWN ? "-" : Long.toString(now.classes() - last.classes()),
                    step.name());
            last = now.classes() == Usage.UNKNOWN ? new Usage(now.nanos(), now.cpuNanos(), last.classes()) : now;
        }
        return table;
    }

    private static void line(List<String> table, String... cells) {
        StringBuilder line = new StringBuilder("boot:");
        for (int i = 0; i < cells.length - 1; i++) {
            line.repeat(' ', Math.max(1, WIDTH - cells[i].length())).append(cells[i]);
        }
        table.add(line.append("  ").append(cells[cells.length - 1]).toString());
    }

    /** With one decimal. */
    private static String millis(long nanos) {
        long tenths = Math.round(nanos / 100_000.0);
        return (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10;
    }
}
