// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in time as people write it: of ISO 8601, of the logs, a date, a time of today, {@code now}, {@code today},
 * {@code yesterday}, or how long ago: {@code -1 hour}, {@code 30s}, {@code 1h30m}, {@code 2 days ago}.
 *
 * @param now against which relative ones are measured
 * @param zone of those without an offset
 */
record TimeText(Instant now, ZoneId zone) {
    private static final Pattern PART = Pattern.compile(
            "(\\d{1,9}) ?(seconds?|secs?|s|minutes?|mins?|min|m|hours?|hrs?|h|days?|d|weeks?|w)(?![a-z])? ?");
    private static final Pattern RELATIVE = Pattern.compile("([-+]?) ?((?:" + PART.pattern() + ")+)(ago)?");

    private static final List<DateTimeFormatter> FORMATS = List.of(
            format("[uuuu-MM-dd['T'][' ']]HH:mm[:ss][.SSS][,SSS][ ][XXX][XX][X]"),
            format("dd/MMM/uuuu[':'][' ']HH:mm[:ss][ ][XXX][XX][X]"),
            format("uuuu-MM-dd"),
            format("dd/MMM/uuuu"),
            DateTimeFormatter.ISO_DATE_TIME);

    /** The point itself, or where a whole day is named, its first moment. */
    Instant earliest(String text) {
        return day(text).map(day -> day.atStartOfDay(zone).toInstant()).orElseGet(() -> point(text));
    }

    /** The point itself, or where a whole day is named, its last millisecond. */
    Instant latest(String text) {
        return day(text)
                .map(day -> day.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1))
                .orElseGet(() -> point(text));
    }

    private Optional<LocalDate> day(String text) {
        String words = words(text);
        LocalDate today = LocalDate.ofInstant(now, zone);
        if (words.equals("today")) {
            return Optional.of(today);
        }
        if (words.equals("yesterday")) {
            return Optional.of(today.minusDays(1));
        }
        return parsed(text)
                .filter(found -> found.query(TemporalQueries.localTime()) == null)
                .map(LocalDate::from);
    }

    private Instant point(String text) {
        String words = words(text);
        if (words.equals("now")) {
            return now;
        }
        Matcher relative = RELATIVE.matcher(words);
        try {
            if (relative.matches()) {
                Duration distance = distance(relative.group(2));
                return relative.group(1).equals("+") ? now.plus(distance) : now.minus(distance);
            }
            return parsed(text).map(this::instant).orElseThrow(() -> bad(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(bad(text).getMessage(), e);
        }
    }

    private Instant instant(TemporalAccessor found) {
        LocalDate date = found.query(TemporalQueries.localDate());
        LocalTime time = LocalTime.from(found);
        ZoneId offset = found.query(TemporalQueries.zone());
        LocalDateTime local = (date == null ? LocalDate.ofInstant(now, zone) : date).atTime(time);
        return local.atZone(offset == null ? zone : offset).toInstant();
    }

    private static Duration distance(String parts) {
        Duration distance = Duration.ZERO;
        Matcher part = PART.matcher(parts);
        while (part.find()) {
            long count = Long.parseLong(part.group(1));
            distance = distance.plus(
                    switch (part.group(2).charAt(0)) {
                        case 's' -> Duration.ofSeconds(count);
                        case 'm' -> Duration.ofMinutes(count);
                        case 'h' -> Duration.ofHours(count);
                        case 'd' -> Duration.ofDays(count);
                        default -> Duration.ofDays(7 * count);
                    });
        }
        return distance;
    }

    private static Optional<TemporalAccessor> parsed(String text) {
        String trimmed = text.strip();
        String bare =
                trimmed.startsWith("[") && trimmed.endsWith("]") ? trimmed.substring(1, trimmed.length() - 1) : trimmed;
        for (DateTimeFormatter format : FORMATS) {
            try {
                return Optional.of(format.parse(bare));
            } catch (DateTimeException e) { // perhaps the next
            }
        }
        return Optional.empty();
    }

    private static String words(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }

    private static DateTimeFormatter format(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("cannot understand the time '" + text
                + "': write a date (2026-11-22), a date and time (2026-11-22T08:11:02+01:00, 22/Nov/2026:08:11:02 +0100), "
                + "how long ago (-1 hour, 30s, 2d), now, today or yesterday");
    }
}
