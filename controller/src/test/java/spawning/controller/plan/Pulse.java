// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Fate.MILLI;

/** How long a simulated process has really run, by the time for which its machine ran, in nanoseconds. */
final class Pulse {
    private static final long BEAT = 250 * MILLI;
    private static final long SETTLED = 3 * Fate.SECOND;

    private long ran;
    private long since;
    private boolean running;
    private boolean stopped;
    private long ranAtThaw;

    void go(long machineTime) {
        if (!running) {
            running = true;
            since = machineTime;
            ranAtThaw = ran;
        }
    }

    void stop(long machineTime) {
        ran = ran(machineTime);
        running = false;
        stopped = true;
    }

    long ran(long machineTime) {
        return running ? ran + machineTime - since : ran;
    }

    long beats(long machineTime) {
        return ran(machineTime) / BEAT;
    }

    /** Whether nobody may take it for hung: it runs, and has not just begun to run again. */
    boolean moves(long machineTime) {
        return running && (!stopped || ran(machineTime) - ranAtThaw > SETTLED);
    }
}
