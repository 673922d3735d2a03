// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.io.IOException;

/** A call to the kernel failed: what was done to what, and why the kernel refused. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    PosixException(String what, int errno) {
        super(what + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /** Passes on what a call returned. @throws PosixException it is a negated errno */
    static int check(String what, int result) throws PosixException {
        if (result < 0) {
            throw new PosixException(what, -result);
        }
        return result;
    }

    /** One of {@link Errno}, or another. */
    public int errno() {
        return errno;
    }
}
