// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or data.
 *
 * @param bytes 0 or more; {@link Long#MAX_VALUE} is without limit
 */
public record ByteSize(long bytes) {
    /** More than there can ever be. */
    public static final ByteSize UNLIMITED = new ByteSize(Long.MAX_VALUE);

    private static final Pattern FORM = Pattern.compile("(\\d+)([kmgKMG]?)");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    /**
     * Understands {@code 512}, {@code 64k}, {@code 512m} and {@code 2g}; a kilobyte is 1024 bytes.
     *
     * @throws IllegalArgumentException it is something else; the text says what is allowed
     */
    public static ByteSize parse(String text) {
        return parse(text, 0, "write bytes, or a number and k, m or g: 64k");
    }

    /** @param bare what a number without a unit is shifted by */
    private static ByteSize parse(String text, int bare, String allowed) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no size; " + allowed);
        }
        try {
            long factor = 1L << (form.group(2).isEmpty() ? bare : shift(form.group(2)));
            return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), factor));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is more than any size can be", e);
        }
    }

    /** As {@link #parse}, but a bare number is kilobytes, as Spawning's --max-memory always had it. */
    public static ByteSize parseKilobytes(String text) {
        return parse(text, shift("k"), "write kilobytes, or a number and k, m or g: 512m");
    }

    private static int shift(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
    }

    /** As it would be typed, in the largest unit that fits. */
    @Override
    public String toString() {
        for (String unit : new String[] {"g", "m", "k"}) {
            long factor = 1L << shift(unit);
            if (bytes != 0 && bytes % factor == 0) {
                return bytes / factor + unit;
            }
        }
        return Long.toString(bytes);
    }
}
