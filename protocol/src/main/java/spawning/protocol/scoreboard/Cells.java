// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Aligned longs of shared memory: never torn, in the byte order of the machine. Any thread. */
final class Cells {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Cells() {}

    static long get(ByteBuffer memory, int offset) {
        return (long) LONGS.getAcquire(memory, offset);
    }

    static void set(ByteBuffer memory, int offset, long value) {
        LONGS.setRelease(memory, offset, value);
    }

    static void add(ByteBuffer memory, int offset, long value) {
        var _ = (long) LONGS.getAndAdd(memory, offset, value);
    }
}
