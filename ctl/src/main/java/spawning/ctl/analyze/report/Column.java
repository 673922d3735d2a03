// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.util.Locale;
import spawning.ctl.analyze.count.Tally;

/** A number of each row. */
public enum Column {
    REQUESTS("requests", 0),
    RATE("requests_per_second", 3),
    AVG("avg_seconds", 6),
    P50("p50_seconds", 6),
    P95("p95_seconds", 6),
    P99("p99_seconds", 6),
    MAX("max_seconds", 6),
    BYTES("bytes", 0),
    ERRORS("errors", 0),
    ERROR_SHARE("error_share", 6);

    private final String key;
    private final int decimals;

    Column(String key, int decimals) {
        this.key = key;
        this.decimals = decimals;
    }

    /** Its name in CSV and JSON. */
    String key() {
        return key;
    }

    /** As the operator writes it, and at the head of the table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Not a number where there is none.
     *
     * @param seconds over which the requests came; not a number when not known
     */
    double value(Tally tally, double seconds) {
        return switch (this) {
            case REQUESTS -> tally.requests();
            case RATE -> tally.requests() / seconds;
            case AVG -> tally.averageSeconds();
            case P50 -> percentile(tally, 0.50);
            case P95 -> percentile(tally, 0.95);
            case P99 -> percentile(tally, 0.99);
            case MAX ->
                tally.durations().count() == 0 ? Double.NaN : tally.durations().max() / 1e6;
            case BYTES -> tally.bytes();
            case ERRORS -> tally.errors();
            case ERROR_SHARE -> tally.requests() == 0 ? Double.NaN : (double) tally.errors() / tally.requests();
        };
    }

    /** With its decimals and a point; empty where there is none. */
    String text(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static double percentile(Tally tally, double share) {
        return tally.durations().count() == 0 ? Double.NaN : tally.durations().percentile(share) / 1e6;
    }
}
