// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.SplittableRandom;

/**
 * What will become of one simulated worker. Times are nanoseconds.
 *
 * @param spawns whether a process can be made
 * @param answer from the spawn to its answer
 * @param boot from the process to the end of its boot
 * @param bootEnd how the boot ends
 * @param crash from ready to an end by itself; negative is never
 * @param retire from ready to the wish to be replaced; negative is never
 * @param drain from the order to drain to the end
 * @param drainEnd how the drain ends
 * @param death from SIGKILL to the end
 * @param lag how late its messages arrive
 * @param chatter whether it says everything twice, and then some
 * @param habits what it uses while it serves
 */
record Fate(
        boolean spawns,
        long answer,
        long boot,
        BootEnd bootEnd,
        long crash,
        long retire,
        long drain,
        DrainEnd drainEnd,
        long death,
        long lag,
        boolean chatter,
        Habits habits) {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    enum BootEnd {
        READY,
        READY_IS_LOST,
        EXITS,
        SAYS_FAILED_AND_EXITS,
        SAYS_FAILED_AND_STAYS,
        HANGS
    }

    enum DrainEnd {
        CLEAN,
        SILENT,
        FAILS,
        HALTS_AT_LIMIT,
        HANGS
    }

    /** How the code of a generation behaves. */
    enum Quality {
        GOOD,
        FLAKY,
        FAILS_TO_BOOT,
        HANGS_ON_BOOT,
        CRASHES_SOON,
        RARELY_BOOTS,
        GREEDY
    }

    static Fate good(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long boot = random.nextLong(50 * MILLI, 800 * MILLI);
        return new Fate(
                true, MILLI, boot, BootEnd.READY, -1, -1, 20 * MILLI, DrainEnd.CLEAN, MILLI, MILLI, false, Habits.GOOD);
    }

    static Fate drawn(long seed, Quality quality, Policy policy) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean flaky = quality == Quality.FLAKY;
        return new Fate(
                !chance(random, flaky ? 8 : 1),
                random.nextLong(1, chance(random, 5) ? 4 * SECOND : 3 * MILLI),
                boot(random, policy),
                bootEnd(random, quality, policy),
                crash(random, quality),
                chance(random, 10) ? random.nextLong(20 * SECOND) : -1,
                random.nextLong(1, chance(random, 20) ? 8 * SECOND : 300 * MILLI),
                drainEnd(random, policy),
                chance(random, 3) ? 15 * SECOND : random.nextLong(1, 20 * MILLI),
                chance(random, 5) ? random.nextLong(4 * SECOND) : random.nextLong(2 * MILLI),
                chance(random, 5),
                Habits.drawn(random, policy, quality == Quality.GREEDY));
    }

    private static long boot(SplittableRandom random, Policy policy) {
        long limit = policy.bootTimeout().toNanos();
        if (limit > 0 && chance(random, 5)) {
            return random.nextLong(limit - limit / 10, limit + limit / 10);
        }
        return random.nextLong(20 * MILLI, 2 * SECOND);
    }

    private static BootEnd bootEnd(SplittableRandom random, Quality quality, Policy policy) {
        int failures = quality == Quality.FLAKY ? 25 : 2;
        BootEnd end = switch (quality) {
            case GOOD, FLAKY, CRASHES_SOON, GREEDY -> chance(random, failures) ? anyBootEnd(random) : BootEnd.READY;
            case FAILS_TO_BOOT -> random.nextBoolean() ? BootEnd.EXITS : BootEnd.SAYS_FAILED_AND_EXITS;
            case HANGS_ON_BOOT -> BootEnd.HANGS;
            case RARELY_BOOTS -> chance(random, 25) ? BootEnd.READY : BootEnd.EXITS;
        };
        boolean needsLimit = end == BootEnd.HANGS || end == BootEnd.READY_IS_LOST;
        return needsLimit && policy.bootTimeout().isZero() ? BootEnd.EXITS : end;
    }

    private static BootEnd anyBootEnd(SplittableRandom random) {
        return BootEnd.values()[random.nextInt(BootEnd.values().length)];
    }

    private static long crash(SplittableRandom random, Quality quality) {
        return switch (quality) {
            case CRASHES_SOON -> random.nextLong(1, 1500 * MILLI);
            case FLAKY, RARELY_BOOTS -> chance(random, 20) ? random.nextLong(1, 20 * SECOND) : -1;
            case GOOD, GREEDY, FAILS_TO_BOOT, HANGS_ON_BOOT -> chance(random, 2) ? random.nextLong(1, 60 * SECOND) : -1;
        };
    }

    private static DrainEnd drainEnd(SplittableRandom random, Policy policy) {
        if (!chance(random, 20)) {
            return DrainEnd.CLEAN;
        }
        DrainEnd end = DrainEnd.values()[random.nextInt(DrainEnd.values().length)];
        boolean needsLimit = end == DrainEnd.HALTS_AT_LIMIT || end == DrainEnd.HANGS;
        return needsLimit && policy.deadman().isZero() ? DrainEnd.FAILS : end;
    }

    private static boolean chance(SplittableRandom random, int percent) {
        return random.nextInt(100) < percent;
    }
}
