// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Scoreboard;

/**
 * Shows the controller that this JVM runs: a counter that moves a few times a second, by a thread that waits for nobody. It
 * stands still when the process is stopped, in a collection, or can bring its threads to no safepoint.
 */
final class Heartbeat {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private Heartbeat() {}

    /**
     * Starts the thread.
     *
     * @param gauges written at each beat, after it
     */
    static void start(Scoreboard scoreboard, Runnable gauges) {
        Thread.ofPlatform().name("heartbeat").daemon().start(() -> {
            while (true) {
                scoreboard.count(Counter.BEATS);
                gauges.run();
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        });
    }
}
