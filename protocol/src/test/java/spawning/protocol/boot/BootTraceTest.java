// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootTraceTest {
    private static final long MS = 1_000_000;
    private static final long START = -7 * MS; // nanoTime may be negative

    private final BootTrace trace = new BootTrace(START, () -> new Usage(0, 0, 0));

    private List<String> rows() {
        return trace.table().stream().skip(1).toList();
    }

    @Test
    void eachStepIsShownSinceTheStartAndSinceTheStepBefore() {
        trace.add("settings", new Usage(START + 40 * MS, 30 * MS, 500));
        trace.add("logging", new Usage(START + 52_340_000, 41 * MS, 620));

        assertThat(rows().get(0).split(" +"))
                .containsExactly("boot:", "40.0", "40.0", "30.0", "30.0", "500", "500", "settings");
        assertThat(rows().get(1).split(" +"))
                .containsExactly("boot:", "52.3", "12.3", "41.0", "11.0", "620", "120", "logging");
    }

    @Test
    void classesThatNobodyCountedAreNotTakenForNone() {
        trace.add("main", new Usage(START + MS, MS, Usage.UNKNOWN));
        trace.add("the trace itself", new Usage(START + 2 * MS, 2 * MS, 600));

        assertThat(rows().get(0)).contains(" - ").endsWith("  main");
        assertThat(rows().get(1).split(" +")).contains("600");
    }

    @Test
    void threadsThatEndedTakeTheirTimeWithThemWhichIsShownAsItIs() {
        trace.add("first", new Usage(START, 10 * MS, 1));
        trace.add("second", new Usage(START, 9_900_000, 1));

        assertThat(rows().get(1)).contains(" -0.1 ");
    }

    @Test
    void columnsStandBelowTheirNames() {
        trace.add("settings", new Usage(START + 40 * MS, 30 * MS, 500));

        List<String> lines = trace.table();
        assertThat(lines.get(1).indexOf("settings")).isEqualTo(lines.get(0).indexOf("step"));
        assertThat(lines).allMatch(line -> line.startsWith("boot:"));
    }

    @Test
    void thisProcessIsMeasuredAndTheTableHandedOnOnce() {
        List<String> lines = new ArrayList<>();
        BootTrace.step("before it began");
        BootTrace.begin(System.nanoTime(), "begun");
        BootTrace.begin(System.nanoTime(), "begun again");
        BootTrace.step("while it runs");
        BootTrace.end(lines::add);
        BootTrace.step("after it ended");
        BootTrace.end(lines::add);

        assertThat(lines.stream().skip(1).map(line -> line.substring(line.lastIndexOf("  ") + 2)))
                .containsExactly("begun", "the trace itself", "while it runs");
    }

    @Test
    void theMeterSeesTimeProcessorTimeAndClasses() {
        Usage usage = new Meter().get();

        assertThat(usage.classes()).isGreaterThan(100);
        assertThat(usage.cpuNanos()).isGreaterThan(10 * MS);
    }
}
