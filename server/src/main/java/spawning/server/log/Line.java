// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A line under construction, and what it is about. One thread. */
final class Line {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /** Of Long.MAX_VALUE. */
    private static final int MAX_DIGITS = 19;

    /** Most lines are shorter. */
    private static final int USUAL = 256;

    final LoggedRequest request;
    final int status;
    /** Of the response's body. */
    final long bytes;
    /** From the request's head to the end of the response. */
    final long nanos;
    /** When, since 1970. */
    final long millis;

    private byte[] buffer = new byte[USUAL];
    private int length;

    Line(LoggedRequest request, int status, long bytes, long nanos, long millis) {
        this.request = request;
        this.status = status;
        this.bytes = bytes;
        this.nanos = nanos;
        this.millis = millis;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer, length);
    }

    Line raw(byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, buffer, length, text.length);
        length += text.length;
        return this;
    }

    Line ascii(char c) {
        ensure(1);
        buffer[length++] = (byte) c;
        return this;
    }

    /** Decimal; below zero counts as zero. */
    Line number(long value) {
        digits(Math.max(0, value), 1);
        return this;
    }

    /** With six digits after the point. */
    Line seconds(long nanoseconds) {
        long micros = Math.max(0, nanoseconds) / 1000;
        number(micros / 1_000_000).ascii('.');
        digits(micros % 1_000_000, 6);
        return this;
    }

    private void digits(long value, int least) {
        int count = 1;
        for (long bound = 10; count < MAX_DIGITS && value >= bound; bound *= 10) {
            count++;
        }
        count = Math.max(count, least);
        ensure(count);
        int begin = length;
        length += count;
        long rest = value;
        int at = length;
        while (rest > Integer.MAX_VALUE) {
            buffer[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        int small = (int) rest; // whose division is faster
        while (at > begin) {
            buffer[--at] = (byte) ('0' + small % 10);
            small /= 10;
        }
    }

    /** Puts three digits over what stands there. */
    void overwrite(int at, int number) {
        buffer[at] = (byte) ('0' + number / 100);
        buffer[at + 1] = (byte) ('0' + number / 10 % 10);
        buffer[at + 2] = (byte) ('0' + number % 10);
    }

    /**
     * Text that others chose: quotes, backslashes, what is not printable ASCII, and the delimiter, as {@code \xNN} for each
     * byte, characters beyond a byte in UTF-8.
     *
     * @param most bytes; what is longer is cut, never within an escape
     * @param delimiter that ends the field
     */
    void escaped(String text, int from, int to, int most, char delimiter) {
        int end = length + most;
        int plain = plain(text, from, Math.min(to, from + most), delimiter);
        copy(text, from, plain);
        for (int i = plain; i < to; i++) {
            char c = text.charAt(i);
            if (isPlain(c, delimiter)) {
                if (length + 1 > end) {
                    return;
                }
                ensure(1);
                buffer[length++] = (byte) c;
            } else if (c <= 0xFF) {
                if (length + 4 > end) {
                    return;
                }
                hex(c);
            } else {
                int point = text.codePointAt(i);
                byte[] utf8 =
                        Character.toString(point).getBytes(StandardCharsets.UTF_8); // a question mark for half a pair
                if (length + 4 * utf8.length > end) {
                    return;
                }
                for (byte b : utf8) {
                    hex(b & 0xFF);
                }
                i += Character.charCount(point) - 1;
            }
        }
    }

    private static boolean isPlain(char c, char delimiter) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != delimiter;
    }

    /** Where the first character stands that cannot stay as it is. */
    private static int plain(String text, int from, int to, char delimiter) {
        int at = from;
        while (at < to && isPlain(text.charAt(at), delimiter)) {
            at++;
        }
        return at;
    }

    /** Characters of ASCII, which is what nearly all text is made of. */
    @SuppressWarnings("deprecation") // it is for nothing but ASCII, and the fastest there is for that
    private void copy(String text, int from, int to) {
        ensure(to - from);
        text.getBytes(from, to, buffer, length);
        length += to - from;
    }

    private void hex(int b) {
        ensure(4);
        buffer[length++] = '\\';
        buffer[length++] = 'x';
        buffer[length++] = HEX[b >> 4];
        buffer[length++] = HEX[b & 15];
    }

    /**
     * The inside of a string of JSON (RFC 8259, section 7), in ASCII.
     *
     * @param most bytes; what is longer is cut, never within an escape or between the halves of a pair
     */
    void json(String text, int most) {
        int end = length + most;
        int plain = plain(text, 0, Math.min(text.length(), most), '"');
        copy(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            int size = c == '"' || c == '\\' ? 2 : c >= ' ' && c < 0x7F ? 1 : pair ? 12 : 6;
            if (length + size > end) {
                return;
            }
            ensure(size);
            if (pair) {
                unicode(c);
                unicode(text.charAt(++i));
            } else if (size == 6) {
                unicode(Character.isSurrogate(c) ? '\uFFFD' : c);
            } else {
                if (size == 2) {
                    buffer[length++] = '\\';
                }
                buffer[length++] = (byte) c;
            }
        }
    }

    private void unicode(char c) {
        buffer[length++] = '\\';
        buffer[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[length++] = HEX[c >> shift & 15];
        }
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }
}
