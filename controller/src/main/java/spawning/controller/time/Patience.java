// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

import java.time.Duration;

/** Waits for what gives no notice, such as a port that another process holds, until it is told to give up. */
@FunctionalInterface
public interface Patience {
    /** Waits. @return false when there is no use in waiting any longer, at once then */
    boolean await(Duration wait) throws InterruptedException;
}
