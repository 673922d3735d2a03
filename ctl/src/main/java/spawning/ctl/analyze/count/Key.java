// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import spawning.ctl.analyze.line.Bytes;
import spawning.ctl.analyze.line.Entry;
import spawning.ctl.analyze.line.Slice;

/**
 * The name of a group under construction: for each dimension two bytes of length and its text, or for a time the eight
 * bytes of its first second. Texts are cut after {@link #MOST} bytes, so that a hostile log cannot fill the memory. One
 * thread.
 */
final class Key {
    /** Bytes of a text that count. */
    static final int MOST = 500;

    private static final byte[] NOTHING = {'-'};
    private static final byte[] CUT = {'.', '.', '.'};
    private static final int LENGTH = 2;
    private static final int QUARTER = 900;
    private static final int DAY = 86_400;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final DateTimeFormatter SECOND = formatter("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final DateTimeFormatter MINUTE = formatter("uuuu-MM-dd'T'HH:mmXXX");
    private static final DateTimeFormatter DATE = formatter("uuuu-MM-dd");

    private final List<Dimension> dimensions;
    private final ZoneId zone;
    private final byte[] bytes;
    private int length;
    private long quarter = Long.MIN_VALUE;
    private int quarterOffset;

    Key(List<Dimension> dimensions, ZoneId zone) {
        this.dimensions = List.copyOf(dimensions);
        this.zone = zone;
        this.bytes = new byte[dimensions.size() * (LENGTH + MOST + CUT.length) + Long.BYTES];
    }

    void set(Entry entry) {
        length = 0;
        for (int i = 0; i < dimensions.size(); i++) {
            append(dimensions.get(i), entry);
        }
    }

    int hash() {
        return Bytes.hash(bytes, length);
    }

    boolean is(byte[] other) {
        return length == other.length && Arrays.equals(bytes, 0, length, other, 0, length);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Whether the text of the only dimension is, or begins with, another. */
    boolean isText(byte[] text, boolean onlyBegins) {
        int textLength = length - LENGTH;
        return (onlyBegins ? textLength >= text.length : textLength == text.length)
                && Arrays.equals(bytes, LENGTH, LENGTH + text.length, text, 0, text.length);
    }

    private void append(Dimension dimension, Entry entry) {
        switch (dimension) {
            case PATH -> text(entry.target(), entry.target().indexOf('?'));
            case STATUS_CODE -> number(entry.status(), 3);
            case STATUS_CLASS -> statusClass(entry.status());
            case METHOD -> text(entry.method());
            case CLIENT_IP -> text(entry.remote());
            case SECOND, MINUTE, HOUR, DAY -> time(entry.millis(), dimension.seconds());
            case REFERER -> text(entry.referer());
            case AGENT -> text(entry.agent());
            case SLOT -> text(entry.slot());
        }
    }

    private void text(Slice slice) {
        text(slice, Integer.MAX_VALUE / 2);
    }

    private void text(Slice slice, int most) {
        if (slice.isEmpty() || most == 0) {
            text(NOTHING);
            return;
        }
        int start = length + LENGTH;
        int end = slice.copyTo(bytes, start, most, MOST + 1);
        if (end - start > MOST) {
            System.arraycopy(CUT, 0, bytes, start + MOST, CUT.length);
            end = start + MOST + CUT.length;
        }
        finish(end);
    }

    private void text(byte[] text) {
        System.arraycopy(text, 0, bytes, length + LENGTH, text.length);
        finish(length + LENGTH + text.length);
    }

    private void finish(int end) {
        int size = end - length - LENGTH;
        bytes[length] = (byte) (size >> 8);
        bytes[length + 1] = (byte) size;
        length = end;
    }

    private void number(long value, int digits) {
        if (value < 0) {
            text(NOTHING);
            return;
        }
        int start = length + LENGTH;
        long rest = value;
        for (int i = start + digits - 1; i >= start; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        finish(start + digits);
    }

    private void statusClass(long status) {
        if (status < 0) {
            text(NOTHING);
            return;
        }
        int start = length + LENGTH;
        bytes[start] = (byte) ('0' + status / 100);
        bytes[start + 1] = 'x';
        bytes[start + 2] = 'x';
        finish(start + 3);
    }

    private void time(long millis, int seconds) {
        if (millis == Entry.NONE) {
            text(NOTHING);
            return;
        }
        long second = Math.floorDiv(millis, 1000L);
        int offset = offset(second);
        long first = Math.floorDiv(second + offset, (long) seconds) * seconds - offset;
        if (seconds == DAY) {
            first += offset - offset(first); // a day with a change of the clocks begins with another offset
        }
        int start = length + LENGTH;
        LONGS.set(bytes, start, first);
        finish(start + Long.BYTES);
    }

    private int offset(long second) {
        long now = Math.floorDiv(second, (long) QUARTER);
        if (now != quarter) {
            quarterOffset =
                    zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
            quarter = now;
        }
        return quarterOffset;
    }

    /** The names in a key, one a dimension; times of the zone, with their offset. */
    static List<String> texts(byte[] key, List<Dimension> dimensions, ZoneId zone) {
        List<String> texts = new ArrayList<>();
        int at = 0;
        for (Dimension dimension : dimensions) {
            int size = (key[at] & 0xFF) << 8 | (key[at + 1] & 0xFF);
            at += LENGTH;
            boolean isTime = dimension.isTime() && size == Long.BYTES;
            texts.add(
                    isTime
                            ? shown((long) LONGS.get(key, at), dimension, zone)
                            : new String(key, at, size, StandardCharsets.UTF_8));
            at += size;
        }
        return texts;
    }

    private static String shown(long second, Dimension dimension, ZoneId zone) {
        DateTimeFormatter format = switch (dimension) {
            case DAY -> DATE;
            case SECOND -> SECOND;
            default -> MINUTE;
        };
        return format.format(Instant.ofEpochSecond(second).atZone(zone));
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }
}
