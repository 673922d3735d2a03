// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.HttpEngine;

/**
 * Shows the controller that this worker can serve: a counter that moves a few times a second, by a thread that waits for
 * nobody. It stands still when the process is stopped, in a collection, when its threads can be brought to no safepoint,
 * and when one request holds up all others.
 */
final class Heartbeat {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** Beats from one look at the memory to the next, and from the worker's being ready to the first: not while it boots. */
    private static final int GAUGES_EVERY = 8;

    private final Scoreboard scoreboard;
    private volatile @Nullable HttpEngine engine;

    Heartbeat(Scoreboard scoreboard) {
        this.scoreboard = scoreboard;
    }

    /** Starts the thread, which ends with the process. */
    void start() {
        Thread.ofPlatform().name("heartbeat").daemon().start(this::run);
    }

    /** From now on it stands still with this engine. */
    void watch(HttpEngine served) {
        engine = served;
    }

    private void run() {
        @Nullable MemoryGauges gauges = null;
        int beats = 0;
        while (true) {
            HttpEngine served = engine;
            if (served == null || served.moves()) {
                scoreboard.count(Counter.BEATS);
            }
            if (served != null && ++beats % GAUGES_EVERY == 0) {
                gauges = gauges == null ? new MemoryGauges(scoreboard) : gauges;
                gauges.write();
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }
}
