// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that was counted.
 *
 * @param rows the groups, in no order
 * @param others the requests of groups that were too many; all requests when nothing is grouped
 * @param total of all requests
 * @param first milliseconds since 1970 of the earliest request; none when no line had a time
 * @param last of the latest one
 */
public record Totals(
        List<Row> rows, Tally others, Tally total, OptionalLong first, OptionalLong last, Optional<TimeSeries> series) {
    /**
     * A group.
     *
     * @param names one a dimension
     */
    public record Row(List<String> names, Tally tally) {
        public Row {
            names = List.copyOf(names);
        }
    }

    public Totals {
        rows = List.copyOf(rows);
    }

    /** Puts together what several counters have counted, which are of no use afterwards. */
    public static Totals of(Selection selection, List<Counter> counters) {
        Map<List<String>, Tally> groups = new HashMap<>();
        Tally others = new Tally();
        Optional<TimeSeries> series = selection.overTime() ? Optional.of(new TimeSeries()) : Optional.empty();
        for (Counter counter : counters) {
            counter.forEachGroup((key, tally) -> {
                List<String> names = Key.texts(key, selection.dimensions(), selection.zone());
                groups.merge(names, tally, Totals::sum);
            });
            counter.rest(others);
            TimeSeries course = counter.series();
            if (course != null) {
                series.ifPresent(all -> all.add(course));
            }
        }
        Tally total = new Tally();
        total.add(others);
        List<Row> rows = new ArrayList<>();
        groups.forEach((names, tally) -> {
            total.add(tally);
            rows.add(new Row(names, tally));
        });
        return new Totals(rows, others, total, first(counters), last(counters), series);
    }

    private static Tally sum(Tally one, Tally other) {
        one.add(other);
        return one;
    }

    private static OptionalLong first(List<Counter> counters) {
        long first = counters.stream().mapToLong(Counter::first).min().orElse(Long.MAX_VALUE);
        return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
    }

    private static OptionalLong last(List<Counter> counters) {
        long last = counters.stream().mapToLong(Counter::last).max().orElse(Long.MIN_VALUE);
        return last == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(last);
    }
}
