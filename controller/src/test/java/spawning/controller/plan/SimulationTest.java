// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Random lives of a controller, each checked after every step by the {@link Ledger}. 2,000,000 of them with
 * {@code -Dspawning.long=true}; {@code -Dspawning.seed=N} begins with another seed, {@code -Dspawning.schedules=N} lives
 * another number.
 */
class SimulationTest {
    private static final long FIRST_SEED = Long.getLong("spawning.seed", 1);
    private static final int SCHEDULES =
            Integer.getInteger("spawning.schedules", Boolean.getBoolean("spawning.long") ? 2_000_000 : 3_500);

    @Test
    void everyScheduleKeepsThePromises() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            Schedule schedule = Schedule.drawn(seed);
            Breach breach = Shrinker.breachOf(schedule);
            if (breach != null) {
                fail(breach.getMessage() + "\n" + Shrinker.story(Shrinker.shrink(schedule, breach.promise())));
            }
        }
    }

    @Test
    void theSameSeedIsTheSameStory() {
        Schedule schedule = Schedule.drawn(FIRST_SEED + 7);

        assertThat(Shrinker.story(schedule)).isEqualTo(Shrinker.story(Schedule.drawn(FIRST_SEED + 7)));
    }
}
