// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import spawning.ctl.analyze.count.Dimension;
import spawning.ctl.analyze.count.Selection;
import spawning.ctl.analyze.count.Tally;
import spawning.ctl.analyze.count.Totals;
import spawning.ctl.analyze.count.Totals.Row;

/**
 * What is shown, in order.
 *
 * @param rows those that the limit allows
 * @param others all others in one, named by how many they are; none when all are shown
 * @param total of all
 * @param range first and last second; none when no line had a time
 * @param rowSeconds over which the requests of a row came: its own length for a group of time, otherwise the range
 * @param lines read, without empty ones
 * @param broken lines that could not be understood
 * @param tooManyGroups whether others holds groups that were not told apart
 */
public record Report(
        List<Dimension> dimensions,
        List<Row> rows,
        Optional<Tally> others,
        Tally total,
        Optional<Range> range,
        double rowSeconds,
        long lines,
        long broken,
        boolean tooManyGroups) {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

    /**
     * From when to when the requests came, or were asked for.
     *
     * @param seconds the first and the last one included
     */
    public record Range(ZonedDateTime earliest, ZonedDateTime latest, double seconds) {
        static Range of(long firstMillis, long lastMillis, ZoneId zone) {
            ZonedDateTime earliest = Instant.ofEpochMilli(firstMillis).atZone(zone);
            ZonedDateTime latest = Instant.ofEpochMilli(lastMillis).atZone(zone);
            long seconds = Math.floorDiv(lastMillis, 1000L) - Math.floorDiv(firstMillis, 1000L) + 1;
            return new Range(earliest, latest, Math.max(1, seconds));
        }

        String earliestText() {
            return SHOWN.format(earliest);
        }

        String latestText() {
            return SHOWN.format(latest);
        }
    }

    /**
     * Sorts and cuts.
     *
     * @param limit rows at most, 0 for all
     */
    public static Report of(
            Totals totals,
            Selection selection,
            Order order,
            int limit,
            long lines,
            long broken,
            boolean tooManyGroups) {
        List<Row> sorted = order.sorted(totals.rows());
        int shown = limit == 0 ? sorted.size() : Math.min(limit, sorted.size());
        Tally others = new Tally();
        if (!selection.dimensions().isEmpty()) {
            others.add(totals.others());
        }
        sorted.subList(shown, sorted.size()).forEach(row -> others.add(row.tally()));
        Optional<Range> range = range(totals, selection);
        double step = selection.dimensions().stream()
                .filter(Dimension::isTime)
                .mapToInt(Dimension::seconds)
                .min()
                .orElse(0);
        return new Report(
                selection.dimensions(),
                sorted.subList(0, shown),
                others.requests() == 0 ? Optional.empty() : Optional.of(others),
                totals.total(),
                range,
                step > 0 ? step : range.map(Range::seconds).orElse(Double.NaN),
                lines,
                broken,
                tooManyGroups);
    }

    /** Of all requests. */
    double totalSeconds() {
        return range.map(Range::seconds).orElse(Double.NaN);
    }

    private static Optional<Range> range(Totals totals, Selection selection) {
        OptionalLong first = totals.first();
        OptionalLong last = totals.last();
        if (first.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        long earliest = selection.earliest().orElse(first.getAsLong());
        long latest = selection.latest().orElse(last.getAsLong());
        return Optional.of(Range.of(earliest, latest, selection.zone()));
    }
}
