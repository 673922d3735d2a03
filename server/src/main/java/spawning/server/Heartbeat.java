// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
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
    private final Supplier<Runnable> makeGauges;
    private volatile @Nullable HttpEngine engine;

    /** The thread's own, as the next two. */
    private @Nullable Runnable gauges;

    private @Nullable OldObjects old;

    private final IdleTrim trim = new IdleTrim();

    private int beats;

    Heartbeat(Scoreboard scoreboard) {
        this(scoreboard, () -> new MemoryGauges(scoreboard)::write);
    }

    /** @param makeGauges called by the thread when they are first needed, and again if that failed */
    Heartbeat(Scoreboard scoreboard, Supplier<Runnable> makeGauges) {
        this.scoreboard = scoreboard;
        this.makeGauges = makeGauges;
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
        while (true) {
            beat();
            var _ = Thread.interrupted(); // by an application that interrupts whatever it finds; it would wake us for
            // ever
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    /** Whatever fails, the next beat comes: a heart that stops has its worker killed. */
    void beat() {
        HttpEngine served = engine;
        if (served == null || served.moves()) {
            scoreboard.count(Counter.BEATS);
        }
        if (served != null && ++beats % GAUGES_EVERY == 0) {
            try {
                measure();
                trim(served);
            } catch (RuntimeException | Error e) {
                // there may be no memory, neither for this nor for a line in the log; tried again
            }
        }
    }

    private void measure() {
        Runnable made = gauges == null ? makeGauges.get() : gauges;
        gauges = made;
        made.run();
    }

    private void trim(HttpEngine served) {
        OldObjects looked = old == null ? new OldObjects() : old;
        old = looked;
        long committed = Runtime.getRuntime().totalMemory();
        boolean underWay = !served.underWay().isEmpty();
        if (trim.isDue(System.nanoTime(), served.answered(), underWay, committed, looked.bytes())) {
            System.gc();
        }
    }
}
