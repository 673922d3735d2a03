// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.time.Duration;

/** How often may a tree be polled? Looking at it takes at most a twentieth of one core. */
final class PollPace {
    static final Duration LEAST = Duration.ofMillis(500);
    static final Duration MOST = Duration.ofSeconds(30);

    /** Of the time, this part is rest. */
    private static final int REST = 19;

    private PollPace() {}

    /** How long to rest after a look that took this long. */
    static Duration rest(Duration look) {
        Duration rest = look.multipliedBy(REST);
        if (rest.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return rest.compareTo(MOST) > 0 ? MOST : rest;
    }
}
