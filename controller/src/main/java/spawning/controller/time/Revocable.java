// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Patience in real time that any thread can end, for good. */
public final class Revocable implements Patience {
    private final CountDownLatch revoked = new CountDownLatch(1);

    @Override
    public boolean await(Duration wait) throws InterruptedException {
        return !revoked.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the wait that runs, and each later one at once. */
    public void revoke() {
        revoked.countDown();
    }
}
