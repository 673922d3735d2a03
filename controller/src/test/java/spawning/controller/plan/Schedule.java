// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Fate.MILLI;
import static spawning.controller.plan.Fate.SECOND;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import spawning.controller.plan.Fate.Quality;

/**
 * All that happens in one simulated life of a controller, fixed by its seed except for what was taken out of it. Each
 * worker and each preparation draws its fate from a seed of its own, so that taking one thing out leaves the rest.
 *
 * @param inputs what comes from outside, in the order of time
 * @param tamed workers, by the number of their spawning, that behave well instead
 * @param tamedGenerations generations that are prepared well and are of good code instead
 */
record Schedule(long seed, List<Input> inputs, Set<Long> tamed, Set<Integer> tamedGenerations) {
    enum Kind {
        RELOAD,
        STOP,
        SCALE_UP,
        SCALE_DOWN,
        TERM_TO_A_WORKER,
        KILL_A_WORKER,
        KILL_ALL_WORKERS,
        UNREACHABLE_WORKER,
        CONTROLLER_STOPPED,
        NOISE,
        MACHINE_SUSPENDED,
        FREEZE_A_WORKER,
        FREEZE_ALL_WORKERS,
        GO_ON,
        STUCK_WORKER,
        ALL_STUCK,
        OUT_OF_MEMORY,
        WORKER_GROWS,
        MANY_REQUESTS,
        NO_ROOM,
        FAULTY_SIGHTS,
        ROLLBACK,
        SCALE_TO
    }

    /** Something from outside at a time; what the argument means depends on the kind. */
    record Input(long at, Kind kind, long argument) {
        /** For a stop or a suspension: a tenth of the argument, the argument or ten times as much. */
        long length() {
            return switch ((int) (argument % 3)) {
                case 0 -> argument / 10;
                case 1 -> argument;
                default -> 10 * argument;
            };
        }

        @Override
        public String toString() {
            return at / MILLI + "ms " + kind + " " + argument;
        }
    }

    static Schedule drawn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = random.nextInt(1, 12);
        long span = random.nextLong(2 * SECOND, random.nextInt(6) == 0 ? 150 * SECOND : 40 * SECOND);
        int reloads = random.nextBoolean() ? 45 : 10;
        List<Input> inputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            inputs.add(new Input(random.nextLong(span), kind(random, reloads), random.nextLong(1, 20 * SECOND)));
        }
        inputs.sort((one, other) -> Long.compare(one.at(), other.at()));
        return new Schedule(seed, inputs, Set.of(), Set.of());
    }

    /** @param reloads how many in a hundred */
    private static Kind kind(SplittableRandom random, int reloads) {
        int dice = random.nextInt(100);
        if (dice < reloads) {
            return Kind.RELOAD;
        }
        return dice < reloads + 3 ? Kind.STOP : Kind.values()[random.nextInt(2, Kind.values().length)];
    }

    /** After it the world is good to everyone who is spawned, and to every preparation. */
    long calmFrom() {
        long rest = Math.floorMod(seed, 20) == 0 ? 400 * SECOND : 10 * SECOND;
        return inputs.isEmpty() ? rest : inputs.getLast().at() + rest;
    }

    /** The policy of a generation: mostly that of the first one. */
    Policy policy(int generation) {
        SplittableRandom base = random(0, 1);
        SplittableRandom own = random(generation, 1);
        boolean changed = generation > 1 && !tamedGenerations.contains(generation) && own.nextInt(100) < 25;
        SplittableRandom random = changed ? own : base;
        Policy policy = new Policy(
                random.nextInt(1, random.nextInt(10) == 0 ? 8 : 5),
                random.nextInt(1, 3),
                random.nextInt(1, 5),
                Duration.ofMillis(random.nextInt(10) == 0 ? 0 : random.nextInt(1_000, 20_000)),
                bootTimeout(random.nextInt(10), random.nextInt(1_000, 10_000)),
                random.nextInt(1, 6),
                random.nextInt(8) == 0 ? OnCrash.RESTART_ALL : OnCrash.REPLACE,
                limits(random));
        return policy.withStandby(random.nextInt(3) == 0 ? random.nextInt(1, 3) : 0);
    }

    /** Each limit for some; good workers keep to all of them for half a minute at least. */
    private static Limits limits(SplittableRandom random) {
        if (random.nextInt(5) == 0) {
            return Limits.NONE;
        }
        return new Limits(
                random.nextInt(3) == 0 ? random.nextLong(200, 1000) * Habits.MEGA : 0,
                random.nextInt(3) == 0 ? random.nextLong(80, 300) * Habits.MEGA : 0,
                Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(30_000, 100_000) : 0),
                random.nextInt(3) == 0 ? random.nextLong(300, 3_000) : 0,
                Duration.ofMillis(random.nextInt(5) == 0 ? 0 : random.nextInt(1_000, 20_000)));
    }

    /** From one look at the scoreboards to the next: mostly a second. */
    long untilLook(int look) {
        SplittableRandom random = random(look, 6);
        boolean sluggish = Math.floorMod(seed, 7) == 0;
        long late = random.nextLong(random.nextInt(50) == 0 ? 3 * SECOND : sluggish ? 900 * MILLI : 5 * MILLI);
        return SECOND + late;
    }

    /** How long a measurement of memory takes. */
    long measuring(int look) {
        SplittableRandom random = random(look, 7);
        return random.nextLong(1, random.nextInt(20) == 0 ? 3 * SECOND : 20 * MILLI);
    }

    /** None for one in ten, and for one in ten longer than the first calm of a panic. */
    private static Duration bootTimeout(int dice, int millis) {
        return switch (dice) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofMillis(10L * millis);
            default -> Duration.ofMillis(millis);
        };
    }

    Quality quality(int generation) {
        int dice = random(generation, 2).nextInt(100);
        int bad = generation == 1 ? 15 : 40;
        if (tamedGenerations.contains(generation) || dice >= bad + 20) {
            return Quality.GOOD;
        }
        Quality[] all = Quality.values();
        return dice >= bad ? Quality.FLAKY : all[2 + dice % (all.length - 2)];
    }

    /** How long its preparation takes; negative if it fails after that time. */
    long preparation(int generation) {
        SplittableRandom random = random(generation, 3);
        long takes = random.nextLong(MILLI, 3 * SECOND);
        boolean fails = !tamedGenerations.contains(generation) && random.nextInt(100) < (generation == 1 ? 2 : 15);
        return fails ? -takes : takes;
    }

    Fate fate(long worker, int generation, long now) {
        long own = mixed(worker, 4);
        boolean good = now >= calmFrom() || tamed.contains(worker);
        return good ? Fate.good(own) : Fate.drawn(own, quality(generation), policy(generation));
    }

    /** A choice that belongs to the schedule: the same for the same number. */
    SplittableRandom random(long number, int use) {
        return new SplittableRandom(mixed(number, use));
    }

    private long mixed(long number, int use) {
        return seed * 0x9E3779B97F4A7C15L + number * 0xD1B54A32D192ED03L + use * 0x8CB92BA72F3D8DD7L;
    }

    Schedule without(Input input) {
        List<Input> fewer = new ArrayList<>(inputs);
        fewer.remove(input);
        return new Schedule(seed, fewer, tamed, tamedGenerations);
    }

    Schedule taming(long worker) {
        Set<Long> more = new HashSet<>(tamed);
        more.add(worker);
        return new Schedule(seed, inputs, more, tamedGenerations);
    }

    Schedule tamingGeneration(int generation) {
        Set<Integer> more = new HashSet<>(tamedGenerations);
        more.add(generation);
        return new Schedule(seed, inputs, tamed, more);
    }

    @Override
    public String toString() {
        return "seed " + seed + ", first " + policy(1) + "\ninputs:\n  "
                + inputs.stream().map(Input::toString).collect(Collectors.joining("\n  "))
                + "\nwell-behaved workers " + tamed + ", generations " + tamedGenerations;
    }
}
