// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open descriptor with one owner, who closes it. A number is given out again by the kernel at once, so whoever uses
 * a descriptor from two threads has to keep its closing away from its use.
 */
public final class Fd implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    /** The number. @throws IllegalStateException it is closed */
    public int number() {
        int n = number.get();
        if (n == CLOSED) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return n;
    }

    /** Moves the descriptor to another owner: closing this object has no effect from here on. */
    public Fd handOver() {
        int n = number.getAndSet(CLOSED);
        if (n == CLOSED) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return new Fd(n);
    }

    /** Whether it is neither closed nor handed over. */
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /**
     * Closes it; further calls do nothing.
     *
     * @throws IllegalStateException somebody else has closed the number (EBADF), so that descriptors are mixed up. Other
     *     errors of close(2) are not reported: Linux has freed the number whatever it returned
     */
    @Override
    public void close() {
        int n = number.getAndSet(CLOSED);
        if (n != CLOSED && CFunction.call("close", n) == -Errno.EBADF) {
            throw new IllegalStateException("descriptor " + n + " was closed by somebody else");
        }
    }

    @Override
    public String toString() {
        return "fd " + number.get();
    }
}
