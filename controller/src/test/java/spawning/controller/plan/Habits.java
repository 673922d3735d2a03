// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Fate.SECOND;

import java.util.SplittableRandom;

/**
 * What a simulated worker uses, and what goes wrong in it while it serves. Times are nanoseconds.
 *
 * @param requests that it begins a second
 * @param bytes of memory from its birth
 * @param leak bytes more a second
 * @param freezeAfter from the process to where it stands still, be it stopped or in an endless loop; negative is never
 * @param freezeFor how long; negative is for ever
 * @param stuckAfter from ready to a request that does not end; negative is never
 */
record Habits(long requests, long bytes, long leak, long freezeAfter, long freezeFor, long stuckAfter) {
    static final long MEGA = 1 << 20;
    static final Habits GOOD = new Habits(5, 60 * MEGA, 0, -1, -1, -1);

    static Habits drawn(SplittableRandom random, Policy policy, boolean greedy) {
        boolean ends = endsWhenFrozen(policy);
        return new Habits(
                random.nextLong(random.nextInt(4) == 0 ? 500 : 50),
                random.nextLong(60, greedy ? 500 : 120) * MEGA,
                random.nextInt(4) == 0 ? random.nextLong(20 * MEGA) : 0,
                random.nextInt(20) == 0 ? random.nextLong(20 * SECOND) : -1,
                ends && random.nextBoolean() ? -1 : random.nextLong(40 * SECOND),
                random.nextInt(10) == 0 ? random.nextLong(20 * SECOND) : -1);
    }

    /** Whether somebody ends a worker that stands still for ever, in whatever state. */
    static boolean endsWhenFrozen(Policy policy) {
        return policy.limits().hangTimeout().isPositive()
                && policy.bootTimeout().isPositive();
    }
}
