// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import spawning.ctl.analyze.count.Tally;
import spawning.ctl.analyze.count.TimeSeries;

/** Requests with errors, and percentiles of latency, over time: an SVG that needs nothing else, on light and dark ground. */
public final class Chart {
    private static final int REQUESTS_TOP = 90;
    private static final int LATENCY_TOP = 360;
    private static final int FULL_WIDTH = 980;
    private static final int FULL_HEIGHT = 640;
    private static final int TIME_MARKS = 6;
    private static final long DAY = 86_400;

    private static final String STYLE = """
            svg{color-scheme:light dark;background:#fff;font:13px sans-serif}text{fill:#222}.t{font-size:18px}.h{font-weight:bold}
            .g{stroke:#d5d5d5}.r{fill:#3b78b5}.e{fill:#c62828}.p50,.p95,.p99{fill:none;stroke-width:2;stroke-linejoin:round}
            .p50{stroke:#2a7f62}.p95{stroke:#b26a00;stroke-dasharray:7 3}.p99{stroke:#8e24aa;stroke-dasharray:2 3}
            @media(prefers-color-scheme:dark){svg{background:#16181c}text{fill:#e6e6e6}.g{stroke:#3a3d42}.r{fill:#6aa5dd}
            .e{fill:#ff6b61}.p50{stroke:#5fc79f}.p95{stroke:#ffb547}.p99{stroke:#d28ae0}}
            """;

    private final TimeSeries series;
    private final ZoneId zone;
    private final long first;
    private final long last;

    private Chart(TimeSeries series, ZoneId zone) {
        this.series = series;
        this.zone = zone;
        boolean empty = series.steps().isEmpty();
        first = empty ? 0 : series.steps().firstKey();
        last = (empty ? 0 : series.steps().lastKey()) + series.width();
    }

    /**
     * Draws it.
     *
     * @param zone of the times at its foot
     */
    public static String svg(TimeSeries series, ZoneId zone) {
        return new Chart(series, zone).svg();
    }

    private String svg() {
        Panel requests = panel(REQUESTS_TOP, this::rate);
        Panel latency = panel(LATENCY_TOP, tally -> percentile(tally, 0.99));
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc">
                <title id="title">Requests and latency over time</title>
                <desc id="desc">%s</desc>
                <style>%s</style>
                <text class="t" x="%d" y="32">Requests and latency, steps of %s</text>
                %s%s%s%s%s</svg>
                """.formatted(
                        FULL_WIDTH,
                        FULL_HEIGHT,
                        description(),
                        STYLE,
                        Panel.LEFT,
                        width(),
                        requests.frame("Requests", "requests/s")
                                + requests.area("r", this::rate)
                                + requests.area("e", tally -> (double) tally.errors() / series.width()),
                        latency.frame("Latency", "seconds")
                                + curve(latency, "p50", 0.50)
                                + curve(latency, "p95", 0.95)
                                + curve(latency, "p99", 0.99),
                        legend(REQUESTS_TOP, "r", "all", "e", "errors (5xx)"),
                        legend(LATENCY_TOP, "p50", "p50", "p95", "p95", "p99", "p99"),
                        times(requests));
    }

    private Panel panel(int top, ToDoubleFunction<Tally> value) {
        double most = series.steps().values().stream()
                .mapToDouble(value)
                .filter(v -> !Double.isNaN(v))
                .max()
                .orElse(0);
        return new Panel(top, Axis.upTo(most), series, first, last);
    }

    private double rate(Tally tally) {
        return (double) tally.requests() / series.width();
    }

    private static String curve(Panel panel, String style, double share) {
        return panel.curve(style, tally -> percentile(tally, share));
    }

    private static double percentile(Tally tally, double share) {
        return tally.durations().count() == 0 ? Double.NaN : tally.durations().percentile(share) / 1e6;
    }

    private String description() {
        Tally all = new Tally();
        series.steps().values().forEach(all::add);
        double peak =
                series.steps().values().stream().mapToDouble(this::rate).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "%,d requests, %,d of them errors, from %s to %s; at most %.1f requests per second over %s; latency p50 %.6f s, "
                        + "p95 %.6f s, p99 %.6f s.",
                all.requests(),
                all.errors(),
                at(first).toOffsetDateTime(),
                at(last).toOffsetDateTime(),
                peak,
                width(),
                all.durations().percentile(0.50) / 1e6,
                all.durations().percentile(0.95) / 1e6,
                all.durations().percentile(0.99) / 1e6);
    }

    /** @param entries style and name of each, in turn */
    private static String legend(int top, String... entries) {
        StringBuilder svg = new StringBuilder();
        int x = Panel.LEFT + Panel.WIDTH - entries.length * 55;
        for (int i = 0; i < entries.length; i += 2, x += 110) {
            String mark = entries[i].startsWith("p")
                    ? "M%d %dh26".formatted(x, top - 18)
                    : "M%d %dh12v12h-12Z".formatted(x + 14, top - 24);
            svg.append("<path class=\"%s\" d=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>%n"
                    .formatted(entries[i], mark, x + 32, top - 14, entries[i + 1]));
        }
        return svg.toString();
    }

    private String times(Panel panel) {
        StringBuilder svg = new StringBuilder();
        DateTimeFormatter format = DateTimeFormatter.ofPattern(
                last - first > 3 * DAY ? "uuuu-MM-dd" : last - first > DAY ? "dd MMM HH:mm" : "HH:mm:ss",
                Locale.ENGLISH);
        for (int top : new int[] {REQUESTS_TOP, LATENCY_TOP}) {
            for (int i = 0; i <= TIME_MARKS; i++) {
                long second = first + (last - first) * i / TIME_MARKS;
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                        panel.x((double) second),
                        top + Panel.HEIGHT + 22,
                        format.format(at(second))));
            }
        }
        return svg
                + "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">time (%s), from %s</text>%n"
                        .formatted(
                                Panel.LEFT + Panel.WIDTH / 2,
                                LATENCY_TOP + Panel.HEIGHT + 50,
                                zone.getId(),
                                at(first).toLocalDate());
    }

    private ZonedDateTime at(long second) {
        return Instant.ofEpochSecond(second).atZone(zone);
    }

    private String width() {
        long width = series.width();
        if (width % DAY == 0) {
            return width / DAY + " d";
        }
        return width % 3600 == 0 ? width / 3600 + " h" : width % 60 == 0 ? width / 60 + " min" : width + " s";
    }
}
