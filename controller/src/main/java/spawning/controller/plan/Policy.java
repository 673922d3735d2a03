// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;

/**
 * The part of the configuration that decides about workers. A reload brings a new one.
 *
 * @param processes N, the workers that serve at once; 1 or more
 * @param surge workers started above N in a reload; 1 or more
 * @param maxDraining workers that may drain at once; 1 or more
 * @param deadman how long a drain may take; zero is without limit
 * @param bootTimeout from spawn to ready; zero is without limit
 * @param panicLimit failed tries with no worker ever ready before the controller gives up; 1 or more
 * @param onCrash what an unexpected exit means for the others
 * @param mostWorkers what operators may raise the number of workers to; {@code processes} or more
 * @param standby workers that are ready beside those that serve, and wait; zero or more
 * @param limits after what a worker is replaced or ended
 */
public record Policy(
        int processes,
        int surge,
        int maxDraining,
        Duration deadman,
        Duration bootTimeout,
        int panicLimit,
        OnCrash onCrash,
        int mostWorkers,
        int standby,
        Limits limits) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException a value is out of its range; the text names it
     */
    public Policy {
        atLeastOne("processes", processes);
        atLeastOne("surge", surge);
        atLeastOne("maxDraining", maxDraining);
        atLeastOne("panicLimit", panicLimit);
        if (standby < 0) {
            throw new IllegalArgumentException("standby is " + standby + ", must be zero or more");
        }
        notNegative("deadman", deadman);
        notNegative("bootTimeout", bootTimeout);
        if (mostWorkers < processes) {
            throw new IllegalArgumentException(
                    "mostWorkers is " + mostWorkers + ", must be processes, " + processes + ", or more");
        }
    }

    /** The same, whose number of workers nobody may raise. */
    public Policy withFixedWorkers() {
        return new Policy(
                processes, surge, maxDraining, deadman, bootTimeout, panicLimit, onCrash, processes, standby, limits);
    }

    /** The same with so many workers that wait. */
    public Policy withStandby(int workers) {
        return new Policy(
                processes, surge, maxDraining, deadman, bootTimeout, panicLimit, onCrash, mostWorkers, workers, limits);
    }

    /** Without limits, neither to {@link #mostWorkers} nor to what a worker may use. */
    public Policy(
            int processes,
            int surge,
            int maxDraining,
            Duration deadman,
            Duration bootTimeout,
            int panicLimit,
            OnCrash onCrash) {
        this(processes, surge, maxDraining, deadman, bootTimeout, panicLimit, onCrash, Limits.NONE);
    }

    /** Without a limit to {@link #mostWorkers}, and nobody waits. */
    public Policy(
            int processes,
            int surge,
            int maxDraining,
            Duration deadman,
            Duration bootTimeout,
            int panicLimit,
            OnCrash onCrash,
            Limits limits) {
        this(processes, surge, maxDraining, deadman, bootTimeout, panicLimit, onCrash, Integer.MAX_VALUE, 0, limits);
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " is " + value + ", must be 1 or more");
        }
    }

    private static void notNegative(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + " is " + value + ", must be zero or more");
        }
    }
}
