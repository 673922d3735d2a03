// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Arrays;

/**
 * Reads the dates of logs: {@code 22/Nov/2026:08:11:02 +0100}, {@code 22/Nov/2026 08:11:02}, and those of ISO 8601 as
 * {@code 2026-11-22T08:11:02.123+01:00}. A date without an offset is of the zone given; in the hour that an autumn has
 * twice, the first one. Lines follow each other in time, so the last answer is kept. One thread.
 */
final class DateReader {
    private static final int LONGEST = 40;
    private static final int SHORTEST = 19;
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final ZoneRules zone;
    private final byte[] lastText = new byte[LONGEST];
    private int lastLength = -1;
    private long lastMillis;

    DateReader(ZoneId zone) {
        this.zone = zone.getRules();
    }

    /** Milliseconds since 1970, or {@link Entry#NONE} for what is no date. */
    long millis(byte[] b, int from, int to) {
        int length = to - from;
        if (length == lastLength && Arrays.equals(b, from, to, lastText, 0, length)) {
            return lastMillis;
        }
        if (length < SHORTEST || length > LONGEST) {
            return Entry.NONE;
        }
        long millis = b[from + 2] == '/' ? ofLog(b, from, to) : ofIso(b, from, to);
        System.arraycopy(b, from, lastText, 0, length);
        lastLength = length;
        lastMillis = millis;
        return millis;
    }

    private long ofLog(byte[] b, int from, int to) {
        if (to - from < 20 || b[from + 6] != '/' || (b[from + 11] != ':' && b[from + 11] != ' ')) {
            return Entry.NONE;
        }
        long day = day(digits(b, from + 7, 4), month(b, from + 3), digits(b, from, 2));
        int at = from + 20;
        return time(b, from + 12, day, at < to && b[at] == ' ' ? at + 1 : at, to, 0);
    }

    private long ofIso(byte[] b, int from, int to) {
        if (b[from + 4] != '-' || b[from + 7] != '-' || (b[from + 10] != 'T' && b[from + 10] != ' ')) {
            return Entry.NONE;
        }
        long day = day(digits(b, from, 4), digits(b, from + 5, 2), digits(b, from + 8, 2));
        int at = from + 19;
        long fraction = 0;
        if (at < to && b[at] == '.') {
            at++;
            for (int place = 100; at < to && b[at] >= '0' && b[at] <= '9'; at++, place /= 10) {
                fraction += (long) place * (b[at] - '0');
            }
        }
        return time(b, from + 11, day, at, to, fraction);
    }

    private long time(byte[] b, int at, long day, int offsetAt, int to, long fraction) {
        int hour = digits(b, at, 2);
        int minute = digits(b, at + 3, 2);
        int second = digits(b, at + 6, 2);
        if (day == Entry.NONE
                || (hour | minute | second) < 0
                || hour > 23
                || minute > 59
                || second > 60
                || b[at + 2] != ':'
                || b[at + 5] != ':') {
            return Entry.NONE;
        }
        long local = day * 86_400 + hour * 3600L + minute * 60L + Math.min(second, 59);
        int offset = offset(b, offsetAt, to, local);
        return offset == Integer.MIN_VALUE ? Entry.NONE : (local - offset) * 1000 + fraction;
    }

    /** Seconds east of Greenwich, or {@link Integer#MIN_VALUE}. */
    private int offset(byte[] b, int at, int to, long local) {
        int length = to - at;
        if (length == 0) {
            return zone.getOffset(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC))
                    .getTotalSeconds();
        }
        if (length == 1 && b[at] == 'Z') {
            return 0;
        }
        boolean colon = length == 6 && b[at + 3] == ':';
        if ((length != 5 && !colon) || (b[at] != '+' && b[at] != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = digits(b, at + 1, 2);
        int minutes = digits(b, colon ? at + 4 : at + 3, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = (hours * 60 + minutes) * 60;
        return b[at] == '-' ? -seconds : seconds;
    }

    private static int digits(byte[] b, int from, int count) {
        return (int) Numbers.whole(b, from, from + count);
    }

    private static int month(byte[] b, int at) {
        return switch (b[at] << 16 | b[at + 1] << 8 | b[at + 2]) {
            case 'J' << 16 | 'a' << 8 | 'n' -> 1;
            case 'F' << 16 | 'e' << 8 | 'b' -> 2;
            case 'M' << 16 | 'a' << 8 | 'r' -> 3;
            case 'A' << 16 | 'p' << 8 | 'r' -> 4;
            case 'M' << 16 | 'a' << 8 | 'y' -> 5;
            case 'J' << 16 | 'u' << 8 | 'n' -> 6;
            case 'J' << 16 | 'u' << 8 | 'l' -> 7;
            case 'A' << 16 | 'u' << 8 | 'g' -> 8;
            case 'S' << 16 | 'e' << 8 | 'p' -> 9;
            case 'O' << 16 | 'c' << 8 | 't' -> 10;
            case 'N' << 16 | 'o' << 8 | 'v' -> 11;
            case 'D' << 16 | 'e' << 8 | 'c' -> 12;
            default -> -1;
        };
    }

    /** Days since 1970 in the calendar of today, counted in years that begin with March; or {@link Entry#NONE}. */
    private static long day(int year, int month, int day) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > DAYS[month - 1]
                || (month == 2 && day == 29 && !leap)) {
            return Entry.NONE;
        }
        long y = month > 2 ? year : year - 1L;
        long m = month > 2 ? month - 3L : month + 9L;
        return 365 * y
                + Math.floorDiv(y, 4)
                - Math.floorDiv(y, 100)
                + Math.floorDiv(y, 400)
                + (153 * m + 2) / 5
                + day
                - 719_469;
    }
}
