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
    private final ByteBufAllocator allocator;
    private volatile boolean closed;

    SpareBuffer(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Sees to it that there is one, if there is memory for it. Throws nothing: the thread that is about to run has to run
     * in any case, for nobody would wake it again. The loop.
     */
    void fill() {
        if (spare.getPlain() != null || closed) {
            return;
        }
        try {
            spare.set(allocator.ioBuffer(BYTES));
        } catch (OutOfMemoryError e) {
            return; // whoever needs a buffer asks for one, and says so if there is none
        }
        if (closed) {
            close(); // which came between, and found nothing
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
