// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.nio.charset.StandardCharsets;

/** Numbers out of bytes; what is none is negative. */
final class Numbers {
    private static final int MOST_DIGITS = 18;
    private static final int MOST_OF_A_DOUBLE = 40;

    private Numbers() {}

    static long whole(byte[] b, int from, int to) {
        if (from >= to || to - from > MOST_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** {@code 12.5} with a unit of 1,000,000 is 12,500,000; digits too small for the answer are cut. */
    static long scaled(byte[] b, int from, int to, long unit) {
        int point = Bytes.indexOf(b, from, to, (byte) '.');
        long whole = whole(b, from, point);
        if (whole < 0 || whole > Long.MAX_VALUE / unit / 2) {
            return point - from > MOST_DIGITS ? -1 : exponent(b, from, to, unit);
        }
        long value = whole * unit;
        long place = unit;
        for (int i = point + 1; i < to; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return exponent(b, from, to, unit);
            }
            place /= 10;
            value += place * digit;
        }
        return value;
    }

    /** {@code 5.12E-4}, as JSON may have it. */
    private static long exponent(byte[] b, int from, int to, long unit) {
        if (to - from > MOST_OF_A_DOUBLE
                || from == to
                || Bytes.indexOf(b, from, to, (byte) 'e') + Bytes.indexOf(b, from, to, (byte) 'E') == 2 * to) {
            return -1;
        }
        try {
            double value = Double.parseDouble(new String(b, from, to - from, StandardCharsets.ISO_8859_1)) * unit;
            return value >= 0 ? (long) value : -1;
        } catch (NumberFormatException e) {
            return -1; // the line is broken, and is counted so
        }
    }
}
