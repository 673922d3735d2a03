// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches in bytes, eight at a time. */
public final class Bytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    private Bytes() {}

    /** The first position of a byte at or after {@code from}, or {@code to}. */
    public static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long pattern = (wanted & 0xFF) * ONES;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long x = (long) LONGS.get(bytes, i) ^ pattern;
            long zeroes = (x - ONES) & ~x & HIGH; // the lowest bit that is set is right, others need not be
            if (zeroes != 0) {
                return i + (Long.numberOfTrailingZeros(zeroes) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return to;
    }

    /** The last position of a byte before {@code to}, or {@code from - 1}. */
    public static int lastIndexOf(byte[] bytes, int from, int to, byte wanted) {
        int i = to - 1;
        while (i >= from && bytes[i] != wanted) {
            i--;
        }
        return i;
    }

    /** A hash of the bytes before {@code to}, with all its bits mixed. */
    public static int hash(byte[] bytes, int to) {
        long hash = to;
        int i = 0;
        for (; i + 8 <= to; i += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, i)) * MIXER;
            hash ^= hash >>> 32;
        }
        for (; i < to; i++) {
            hash = (hash ^ bytes[i]) * MIXER;
        }
        return (int) (hash ^ hash >>> 29);
    }
}
