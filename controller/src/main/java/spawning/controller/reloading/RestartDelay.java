// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import java.time.Duration;

/** How long to wait before the next start: half a second, doubled with each end that came soon, at most 30 s. */
final class RestartDelay {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LAST = Duration.ofSeconds(30);

    /** Whoever lasted for so long was well. */
    private static final Duration WELL = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /** The wait, after a process that lasted for so long. */
    Duration after(Duration lasted) {
        if (lasted.compareTo(WELL) >= 0) {
            next = FIRST;
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LAST) < 0 ? doubled : LAST;
        return wait;
    }
}
