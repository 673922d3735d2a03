// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that the event loop has ready for the green thread that it is about to run. The loop's thread gets one from an
 * arena of its own, without a lock; a virtual thread has none, and shares one with all others.
 */
final class SpareBuffer implements AutoCloseable {
    /** Head and body of a short response. */
    private static final int BYTES = 1024;

    private final AtomicReference<@Nullable ByteBuf> spare = new AtomicReference<>();
    private volatile boolean closed;

    /** Sees to it that there is one. The loop. */
    void fill() {
        if (spare.getPlain() == null && !closed) {
            spare.set(ByteBufAllocator.DEFAULT.ioBuffer(BYTES));
        }
    }

    /** The buffer, which is the caller's then; null if it is gone or too small. Any thread; waits for nobody. */
    @Nullable
    ByteBuf take(int capacity) {
        return capacity <= BYTES ? spare.getAndSet(null) : null;
    }

    @Override
    public void close() {
        closed = true;
        ByteBuf left = spare.getAndSet(null);
        if (left != null) {
            left.release();
        }
    }
}
