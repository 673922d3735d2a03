// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import spawning.ctl.analyze.count.Dimension;
import spawning.ctl.analyze.count.Totals.Row;

/** In which order rows stand: numbers from the largest, names and times from the first; ties by name. */
public final class Order {
    private static final Comparator<Row> NAMES = (a, b) -> {
        for (int i = 0; i < a.names().size(); i++) {
            int order = a.names().get(i).compareTo(b.names().get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final Comparator<Row> comparator;

    private Order(Comparator<Row> comparator) {
        this.comparator = comparator;
    }

    /** By time when that is what is grouped by first, otherwise by requests. */
    public static Order usual(List<Dimension> dimensions) {
        boolean time = !dimensions.isEmpty() && dimensions.getFirst().isTime();
        return new Order(time ? NAMES : largest(Column.REQUESTS));
    }

    /**
     * By the name of a column.
     *
     * @throws IllegalArgumentException there is no such column; its text is a sentence for the user
     */
    public static Order of(String word, List<Dimension> dimensions) {
        String wanted = word.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        for (int i = 0; i < dimensions.size(); i++) {
            int place = i;
            if (dimensions.get(i).word().equals(wanted)) {
                return new Order(Comparator.comparing((Row row) -> row.names().get(place))
                        .thenComparing(NAMES));
            }
        }
        return Arrays.stream(Column.values())
                .filter(column -> column.word().equals(wanted) || column.key().equals(wanted))
                .findFirst()
                .map(column -> new Order(largest(column)))
                .orElseThrow(() -> new IllegalArgumentException("cannot sort by '" + word + "': it is one of "
                        + Arrays.stream(Column.values()).map(Column::word).collect(Collectors.joining(", "))
                        + ", or what is grouped by"));
    }

    List<Row> sorted(List<Row> rows) {
        return rows.stream().sorted(comparator).toList();
    }

    private static Comparator<Row> largest(Column column) {
        return Comparator.comparingDouble((Row row) -> {
                    double value = column.value(row.tally(), 1);
                    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : -value;
                })
                .thenComparing(NAMES);
    }
}
