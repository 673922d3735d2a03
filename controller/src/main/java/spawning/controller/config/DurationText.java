// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them. */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|)");

    private DurationText() {}

    /**
     * Understands {@code 10} and {@code 0.5} (seconds), {@code 30s}, {@code 2m}, {@code 1h} and {@code 500ms}.
     *
     * @throws IllegalArgumentException it is something else, or neither zero nor at least a millisecond; the text says
     *     what is allowed
     */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time; write seconds, or a number and ms, s, m or h: 0.5, 30s, 2m");
        }
        BigDecimal number = new BigDecimal(form.group(1));
        Duration duration = Duration.ofMillis(
                number.multiply(BigDecimal.valueOf(unitMillis(form.group(2)))).longValue());
        if (duration.isZero() && number.signum() != 0) {
            throw new IllegalArgumentException("\"" + text + "\" is less than a millisecond, the least there is");
        }
        return duration;
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1000;
        };
    }

    /** The shortest exact form: {@code 2m}, {@code 90s}, {@code 1500ms}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        for (String unit : new String[] {"h", "m"}) {
            if (millis != 0 && millis % unitMillis(unit) == 0) {
                return millis / unitMillis(unit) + unit;
            }
        }
        return millis / 1000 + "s";
    }
}
