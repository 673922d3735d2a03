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

        assertThat(two.said()).contains("there is room for 100m only").doesNotContain("nobody serves");
        assertThat(two.orders())
                .as("the other one serves meanwhile")
                .containsExactly(new Action.Drain(1, DEADMAN, false));
        two.forget().tell(new Happening.WorkerDrained(1));
        assertThat(two.orders()).as("its process still has its memory").isEmpty();
        two.leaves(1);
        assertThat(two.orders()).containsExactly(new Action.Spawn(3, 1, 1));
    }

    @Test
    void whereOnlyOneServesAndLeavesFirstClientsWaitForTenSecondsAtMost() {
        Rehearsal one = serving(1, 0, 300).tell(measured(640, 100 * MEGA, 1, 310));

        assertThat(one.said()).contains("until then nobody serves, and clients wait in the backlog");
        assertThat(one.orders()).containsExactly(new Action.Drain(1, Duration.ofSeconds(10), false));
        one.forget().pass(Duration.ofSeconds(13));
        assertThat(one.all(Action.Kill.class)).hasSize(1);
        one.forget().crashes(1);
        assertThat(one.orders()).containsExactly(new Action.Spawn(2, 1, 1));
    }

    @Test
    void whoWantsNoLimitToADrainHasNoneHereEither() {
        Limits limits = new Limits(0, 300 * MEGA, Duration.ZERO, 0, Duration.ZERO);
        Policy policy = new Policy(1, 1, 1, Duration.ZERO, BOOT, 5, OnCrash.REPLACE, limits);
        Rehearsal one = Rehearsal.serving(policy).sleep(Duration.ofMinutes(1));
        one.tell(measured(640, 100 * MEGA, 1, 310));

        assertThat(one.orders()).containsExactly(new Action.Drain(1, Duration.ZERO, false));
    }

    @Test
    void aLossWhileOneLeavesFirstIsMadeUpForAtOnceAndNobodyElseIsReplacedMeanwhile() {
        Rehearsal three = serving(3, 0, 300).tell(measured(960, 100 * MEGA, 1, 310, 2, 200, 3, 200));
        three.forget().tell(new Happening.WorkerRetiring(2, "SIGTERM"));
        assertThat(three.orders())
                .as("there would be one more than there is room for")
                .isEmpty();

        three.crashes(3);
        assertThat(three.orders()).containsExactly(new Action.Spawn(4, 3, 1));
        three.comesUp(4).forget().leaves(1);
        assertThat(three.orders())
                .as("in its place, and now that of the second one, too")
                .containsExactly(new Action.Spawn(5, 1, 1), new Action.Spawn(6, 4, 1));
    }

    @Test
    void aReloadDoesNotWaitForOneThatLeavesFirst() {
        Rehearsal two = serving(2, 0, 300)
                .tell(measured(640, 100 * MEGA, 1, 310, 2, 290))
                .forget();
        two.reload(2, Rehearsal.policy(2));
        assertThat(two.all(Action.Spawn.class)).containsExactly(new Action.Spawn(3, 3, 2));
        two.comesUp(3).comesUp(4);
        assertThat(two.all(Action.Drain.class)).containsExactly(new Action.Drain(2, DEADMAN, false));
        two.leaves(2);
        assertThat(two.said()).contains("generation 2 serves: 2 of 2 workers ready");
    }

    @Test
    void whatCannotBeEndedIsNotWaitedForForEver() {
        Rehearsal one = serving(1, 0, 300).tell(measured(640, 100 * MEGA, 1, 310));
        one.pass(Duration.ofSeconds(13)).forget().pass(Duration.ofSeconds(10));

        assertThat(one.said()).contains("has not ended", "its replacement does not wait for it any longer");
        assertThat(one.orders()).containsExactly(new Action.Spawn(2, 2, 1));
    }

    @Test
    void aStopWhileOneLeavesFirstStartsNobody() {
        Rehearsal one =
                serving(1, 0, 300).tell(measured(640, 100 * MEGA, 1, 310)).forget();
        one.stop().leaves(1);

        assertThat(one.all(Action.Spawn.class)).isEmpty();
        assertThat(one.all(Action.Exit.class)).hasSize(1);
    }

    @Test
    void oneThatBootsDoesNotShowHowMuchAReplacementNeeds() {
        Rehearsal three = serving(3, 0, 300).crashes(1).spawned(4).forget();

        three.tell(measured(600, 100 * MEGA, 2, 310, 3, 200, 4, 15));
        assertThat(three.said()).isEmpty();
        three.tell(new Happening.WorkerReady(4)).tell(measured(700, 100 * MEGA, 2, 310, 3, 200, 4, 180));
        assertThat(three.orders()).contains(new Action.Drain(2, DEADMAN, false));
    }

    @Test
    void whereThereIsNoRoomTheyLeaveOneAfterTheOther() {
        Rehearsal three = serving(3, 0, 300);
        Happening all = measured(960, 100 * MEGA, 1, 310, 2, 320, 3, 330);
        three.tell(all);
        assertThat(three.orders())
                .as("two serve on, and nothing starts beside them")
                .containsExactly(new Action.Drain(1, DEADMAN, false));

        three.forget().tell(all).leaves(1).tell(all);
        assertThat(three.orders()).as("the replacement is not ready yet").containsExactly(new Action.Spawn(4, 1, 1));

        three.comesUp(4).forget().tell(all);
        assertThat(three.orders()).containsExactly(new Action.Drain(2, DEADMAN, false));
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
