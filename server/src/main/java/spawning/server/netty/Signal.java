// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the thread that runs a request wait for what the event loop does. There is no lock, so the loop never waits for a
 * thread that holds one.
 */
final class Signal {
    private volatile @Nullable Thread waiter;

    /**
     * Waits until something is so. It has no deadline of its own: the loop's timers end each thing waited for.
     *
     * @param done asked at once and after each {@link #raise}
     * @throws InterruptedIOException the worker is ending
     */
    void await(BooleanSupplier done) throws InterruptedIOException {
        if (done.getAsBoolean()) {
            return;
        }
        waiter = Thread.currentThread();
        try {
            while (!done.getAsBoolean()) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("interrupted while waiting for the client");
                }
            }
        } finally {
            waiter = null;
        }
    }

    /** Has the waiting thread look again, if there is one. */
    void raise() {
        Thread thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
