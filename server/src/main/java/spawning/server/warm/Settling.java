// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

/** Whether latencies have stopped getting better. */
final class Settling {
    /** So many batches in a row have to bring nothing. */
    static final int STILL = 3;

    /** Less than a tenth is not better. */
    private static final double BETTER = 0.9;

    private double best = Double.MAX_VALUE;
    private int still;

    /** Another batch's latency, in any unit. Returns whether it is time to stop. */
    boolean add(double latency) {
        if (latency < best * BETTER) {
            still = 0;
        } else {
            still++;
        }
        best = Math.min(best, latency);
        return still >= STILL;
    }
}
