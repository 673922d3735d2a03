// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.controller.plan.Rehearsal.BOOT;
import static spawning.controller.plan.Rehearsal.DEADMAN;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLimitsTest {
    private static final long MEGA = 1 << 20;
    private static final long ENOUGH = Long.MAX_VALUE;

    private static Rehearsal serving(int processes, long maxMegas, long maxWorkerMegas) {
        Limits limits = new Limits(maxMegas * MEGA, maxWorkerMegas * MEGA, Duration.ZERO, 0, Duration.ZERO);
        Policy policy = new Policy(processes, 1, processes, DEADMAN, BOOT, 5, OnCrash.REPLACE, limits);
        return Rehearsal.serving(policy).sleep(Duration.ofMinutes(1));
    }

    private static Happening measured(long totalMegas, long room, long... workers) {
        List<MemoryUse.OfWorker> of = new java.util.ArrayList<>();
        for (int i = 0; i < workers.length; i += 2) {
            of.add(new MemoryUse.OfWorker(workers[i], workers[i + 1] * MEGA, "heap " + workers[i + 1] / 2 + "m"));
        }
        return new Happening.MemoryMeasured(new MemoryUse(totalMegas * MEGA, "PSS", room, of));
    }

    @Test
    void aWorkerThatGrewTooLargeIsReplacedAndItsMemoryExplained() {
        Rehearsal two = serving(2, 0, 300).tell(measured(640, ENOUGH, 1, 310, 2, 290));

        assertThat(two.said()).contains("to be replaced: uses 310m (limit 300m): heap 155m");
        assertThat(two.orders()).containsExactly(new Action.Spawn(3, 3, 1));
    }

    @Test
    void aFreshWorkerThatIsTooLargeIsSaidOnceAndNotReplacedForEver() {
        Rehearsal one = serving(1, 0, 300)
                .tell(measured(400, ENOUGH, 1, 310))
                .comesUp(2)
                .leaves(1)
                .forget();

        one.sleep(Duration.ofSeconds(2)).tell(measured(400, ENOUGH, 2, 320)).tell(measured(400, ENOUGH, 2, 320));

        assertThat(one.orders()).isEmpty();
        assertThat(one.said()).containsOnlyOnce("right after its start");
    }

    @Test
    void theLargestWorkerGoesWhenAllTogetherUseTooMuch() {
        Rehearsal three = serving(3, 1000, 0).tell(measured(1010, ENOUGH, 1, 300, 2, 400, 3, 310));
        assertThat(three.said())
                .contains("worker 2 pid 102 gen 1: to be replaced: the instance uses 1010m PSS (limit 1000m),"
                        + " this worker 400m: heap 200m");

        three.forget().tell(measured(1200, ENOUGH, 1, 300, 2, 400, 3, 310));
        assertThat(three.actions).as("a replacement is under way").isEmpty();

        three.comesUp(4).leaves(2).forget().tell(measured(1005, ENOUGH, 1, 320, 3, 310, 4, 300));
        assertThat(three.said()).contains("worker 1 pid 101 gen 1: to be replaced");
    }

    @Test
    void whenFreshWorkersAloneUseTooMuchTheCyclingEnds() {
        Rehearsal two = serving(2, 500, 0).tell(measured(600, ENOUGH, 1, 300, 2, 250));
        two.sleep(Duration.ofSeconds(1)).comesUp(3).leaves(1).tell(measured(600, ENOUGH, 3, 300, 2, 250));
        two.sleep(Duration.ofSeconds(1)).comesUp(4).leaves(2).forget();

        two.tell(measured(600, ENOUGH, 3, 300, 4, 250)).tell(measured(600, ENOUGH, 3, 300, 4, 250));
        assertThat(two.orders()).isEmpty();
        assertThat(two.said()).containsOnlyOnce("replacing them does not help");

        two.tell(measured(400, ENOUGH, 3, 200, 4, 150)).forget().sleep(Duration.ofMinutes(1));
        two.tell(measured(600, ENOUGH, 3, 300, 4, 250));
        assertThat(two.all(Action.Spawn.class))
                .as("it was less in between, so it grows")
                .hasSize(1);
    }

    @Test
    void whereThereIsNoRoomForTwoTheOldWorkerLeavesFirst() {
        Rehearsal two = serving(2, 0, 300).tell(measured(640, 100 * MEGA, 1, 310, 2, 290));

        assertThat(two.orders()).containsExactly(new Action.Drain(1, DEADMAN, false), new Action.Spawn(3, 3, 1));
        assertThat(two.said()).contains("there is room for 100m only");
    }

    @Test
    void whereThereIsNoRoomTheyLeaveOneAfterTheOther() {
        Rehearsal three = serving(3, 0, 300);
        Happening all = measured(960, 100 * MEGA, 1, 310, 2, 320, 3, 330);
        three.tell(all);
        assertThat(three.orders())
                .as("two serve on, and nothing starts beside them")
                .containsExactly(new Action.Drain(1, DEADMAN, false), new Action.Spawn(4, 4, 1));

        three.forget().leaves(1).tell(all);
        assertThat(three.orders()).as("the replacement is not ready yet").isEmpty();

        three.comesUp(4).forget().tell(all);
        assertThat(three.orders()).containsExactly(new Action.Drain(2, DEADMAN, false), new Action.Spawn(5, 1, 1));
    }

    @Test
    void aSumThatCountsWorkersThatAreGoneMeansNothing() {
        Rehearsal two = serving(2, 500, 0);
        two.crashes(1).crashes(2).comesUp(3).comesUp(4).forget();

        two.tell(measured(600, ENOUGH, 1, 300, 2, 250));
        assertThat(two.actions).isEmpty();
        two.tell(measured(600, ENOUGH, 3, 300, 2, 250));
        assertThat(two.actions).isEmpty();
        two.tell(measured(600, ENOUGH, 3, 300));
        assertThat(two.actions).isEmpty();
    }

    @Test
    void nobodyLeavesFirstWhileOneLacks() {
        Rehearsal three = serving(3, 0, 300).crashes(1).comesUp(4).crashes(2).comesUp(5);
        three.crashes(3).sleep(Duration.ofSeconds(20)).forget(); // a panic: the next start has to wait
        assertThat(three.planner.panic().on()).isTrue();

        three.tell(measured(640, 100 * MEGA, 4, 310, 5, 290));
        assertThat(three.all(Action.Drain.class)).isEmpty();
    }
}
