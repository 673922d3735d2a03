// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import spawning.ctl.analyze.line.Entry;

/** Counts entries; one thread at a time. Several are put together in the end by {@link Totals}. */
public final class Counter {
    private final GroupTable groups;
    private final Key key;
    private final Condition[] conditions;
    private final @Nullable TimeSeries series;
    private final long earliest;
    private final long latest;
    private final boolean timed;
    private final Tally all = new Tally();
    private final boolean grouped;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Condition(Key key, byte[] text, boolean onlyBegins, boolean wanted) {
        boolean holds(Entry entry) {
            key.set(entry);
            return key.isText(text, onlyBegins) == wanted;
        }
    }

    public Counter(Selection selection, GroupNames names) {
        groups = new GroupTable(names);
        grouped = !selection.dimensions().isEmpty();
        key = new Key(selection.dimensions(), selection.zone());
        conditions = selection.filters().stream()
                .map(filter -> new Condition(
                        new Key(List.of(filter.dimension()), selection.zone()),
                        filter.bytes(),
                        filter.onlyBegins(),
                        filter.wanted()))
                .toArray(Condition[]::new);
        series = selection.overTime() ? new TimeSeries() : null;
        earliest = selection.earliest().orElse(Long.MIN_VALUE);
        latest = selection.latest().orElse(Long.MAX_VALUE);
        timed = selection.earliest().isPresent() || selection.latest().isPresent();
    }

    /** Counts an entry unless it is not among those that are wanted. */
    public void add(Entry entry) {
        long millis = entry.millis();
        if (timed && (millis == Entry.NONE || millis < earliest || millis > latest)) {
            return;
        }
        for (Condition condition : conditions) {
            if (!condition.holds(entry)) {
                return;
            }
        }
        if (millis != Entry.NONE) {
            first = Math.min(first, millis);
            last = Math.max(last, millis);
        }
        tally(entry).add(entry);
        if (series != null) {
            series.add(entry);
        }
    }

    private Tally tally(Entry entry) {
        if (!grouped) {
            return all;
        }
        key.set(entry);
        return groups.of(key);
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    /** What is in no group. */
    void rest(Tally target) {
        target.add(grouped ? groups.others() : all);
    }

    void forEachGroup(BiConsumer<byte[], Tally> action) {
        groups.forEach(action);
    }

    @Nullable
    TimeSeries series() {
        return series;
    }
}
