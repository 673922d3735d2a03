// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import spawning.ctl.analyze.line.Entry;

/** A course over time in steps of equal width, which grow with the time that the log spans. One thread. */
public final class TimeSeries {
    /** Steps at most. */
    private static final int MOST = 360;

    /** Seconds; each divides the next. */
    private static final int[] WIDTHS = {1, 2, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800};

    private SortedMap<Long, Tally> steps = new TreeMap<>();
    private int nextWidth = 1;
    private long width = WIDTHS[0];
    private long lastStart = Long.MIN_VALUE;
    private @Nullable Tally last;

    void add(Entry entry) {
        if (entry.millis() == Entry.NONE) {
            return;
        }
        long start = start(Math.floorDiv(entry.millis(), 1000L));
        Tally tally = last;
        if (start != lastStart || tally == null) {
            tally = step(start);
            lastStart = start;
            last = tally;
        }
        tally.add(entry);
    }

    void add(TimeSeries other) {
        while (width < other.width) {
            widen();
        }
        other.steps.forEach((start, tally) -> step(start(start)).add(tally));
    }

    /** Seconds of a step. */
    public long width() {
        return width;
    }

    /** By their first second since 1970; steps without requests are missing. */
    public SortedMap<Long, Tally> steps() {
        return steps;
    }

    private Tally step(long start) {
        Tally tally = steps.computeIfAbsent(start, _ -> new Tally());
        while ((steps.lastKey() - steps.firstKey()) / width >= MOST) {
            widen();
            tally = steps.computeIfAbsent(start(start), _ -> new Tally());
        }
        return tally;
    }

    private void widen() {
        width = nextWidth < WIDTHS.length ? WIDTHS[nextWidth++] : width * 2;
        SortedMap<Long, Tally> wider = new TreeMap<>();
        steps.forEach((start, tally) ->
                wider.computeIfAbsent(start(start), _ -> new Tally()).add(tally));
        steps = wider;
        last = null;
    }

    private long start(long second) {
        return Math.floorDiv(second, width) * width;
    }
}
