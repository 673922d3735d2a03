// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.nio.charset.StandardCharsets;

/** Some bytes of a line, where they are; one thread. It stays valid only until the next line is parsed. */
public final class Slice {
    byte[] array = new byte[0];
    int from;
    int to;

    /** Whether backslashes begin an escape: {@code \x22}, {@code \"}, {@code \\}, {@code \n} and the like. */
    boolean escaped;

    void clear() {
        from = 0;
        to = 0;
        escaped = false;
    }

    void set(byte[] bytes, int start, int end, boolean hasEscapes) {
        array = bytes;
        from = start;
        to = end;
        escaped = hasEscapes;
    }

    public boolean isEmpty() {
        return from >= to;
    }

    /** Where a byte is first, counted from the slice's start, or its length. */
    public int indexOf(char wanted) {
        return Bytes.indexOf(array, from, to, (byte) wanted) - from;
    }

    /**
     * Copies the first of the bytes, without their escapes.
     *
     * @param length how many bytes of the slice, as it stands in the line, are meant at most
     * @param most how many bytes may be written
     * @return the position in the target after the last byte written
     */
    public int copyTo(byte[] target, int at, int length, int most) {
        int end = Math.min(to, from + length);
        if (!escaped) {
            int count = Math.min(most, end - from);
            System.arraycopy(array, from, target, at, count);
            return at + count;
        }
        return unescape(target, at, end, most);
    }

    private int unescape(byte[] target, int at, int end, int most) {
        int written = at;
        for (int i = from; i < end && written < at + most; i++) {
            byte b = array[i];
            if (b == '\\' && i + 1 < end) {
                int high = i + 3 < end ? Character.digit(array[i + 2], 16) : -1;
                int low = i + 3 < end ? Character.digit(array[i + 3], 16) : -1;
                if (array[i + 1] == 'x' && high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    i += 3;
                } else {
                    b = plain(array[++i]);
                }
            }
            target[written++] = b;
        }
        return written;
    }

    private static byte plain(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    @Override
    public String toString() {
        byte[] bytes = new byte[to - from];
        return new String(bytes, 0, copyTo(bytes, 0, bytes.length, bytes.length), StandardCharsets.UTF_8);
    }
}
