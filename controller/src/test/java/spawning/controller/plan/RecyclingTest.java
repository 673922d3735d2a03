// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.controller.plan.Rehearsal.BOOT;
import static spawning.controller.plan.Rehearsal.DEADMAN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Age, requests, heartbeats and requests that do not end. */
class RecyclingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private long beats;

    private static Policy policy(int processes, Duration maxAge, long maxRequests, int hangSeconds) {
        Limits limits = new Limits(0, 0, maxAge, maxRequests, Duration.ofSeconds(hangSeconds));
        return new Policy(processes, 1, processes, DEADMAN, BOOT, 5, OnCrash.REPLACE, limits);
    }

    /** Looks once a second; all workers live, but those whose hearts stand still. */
    private void look(Rehearsal rehearsal, int seconds, long requests, Set<Long> still) {
        look(rehearsal, seconds, requests, still, Set.of());
    }

    private void look(Rehearsal rehearsal, int seconds, long requests, Set<Long> still, Set<Long> notBegun) {
        for (int i = 0; i < seconds; i++) {
            beats += 4;
            List<Sight> sights = new ArrayList<>();
            for (Worker worker : rehearsal.planner.world().workers()) {
                long moved = notBegun.contains(worker.id()) ? 0 : beats;
                sights.add(new Sight(worker.id(), still.contains(worker.id()) ? 7 : moved, requests));
            }
            rehearsal.pass(SECOND).tell(new Happening.WorkersSeen(sights));
        }
    }

    @Test
    void anOldWorkerIsReplacedAndServesUntilItsReplacementIsReady() {
        Rehearsal two = Rehearsal.serving(policy(2, Duration.ofSeconds(100), 0, 0));
        look(two, 89, 0, Set.of());
        assertThat(two.orders()).isEmpty();

        look(two, 12, 0, Set.of());
        assertThat(two.said()).contains("to be replaced: served for 1m").contains("(limit 1m40s)");
        assertThat(two.orders()).as("one at a time").containsExactly(new Action.Spawn(3, 3, 1));

        two.forget().comesUp(3);
        assertThat(two.all(Action.Drain.class)).hasSize(1);
    }

    @Test
    void workersStartedTogetherDoNotReachALimitTogether() {
        Rehearsal four = Rehearsal.serving(policy(4, Duration.ZERO, 2000, 0));
        Set<Long> limits = new HashSet<>();
        for (Worker worker : four.planner.world().workers()) {
            limits.add(worker.own(2000));
            assertThat(worker.own(2000)).isBetween(1800L, 2000L);
        }
        assertThat(limits).hasSize(4);
    }

    @Test
    void aWorkerThatBeganEnoughRequestsIsReplaced() {
        Rehearsal one = Rehearsal.serving(policy(1, Duration.ZERO, 50, 0));
        look(one, 3, 44, Set.of());
        assertThat(one.orders()).isEmpty();

        look(one, 1, 51, Set.of());
        assertThat(one.said()).contains("to be replaced: served 51 requests (limit 50)");
        assertThat(one.orders()).containsExactly(new Action.Spawn(2, 2, 1));
    }

    @Test
    void aHeartThatStandsStillIsEndedAndReplaced() {
        Rehearsal two = Rehearsal.serving(policy(2, Duration.ZERO, 0, 30));
        look(two, 30, 0, Set.of(2L));
        assertThat(two.orders()).isEmpty();

        look(two, 2, 0, Set.of(2L));
        assertThat(two.all(Action.Kill.class))
                .singleElement()
                .satisfies(kill -> assertThat(kill.reason())
                        .contains("worker 2 (pid 102, generation 1): no heartbeat for 31s (limit 30s); killing it"));
        assertThat(two.all(Action.Spawn.class)).hasSize(1);
    }

    @Test
    void nobodyIsBlamedForTheTimeInWhichTheControllerWasStopped() {
        Rehearsal two = Rehearsal.serving(policy(2, Duration.ZERO, 0, 30));
        look(two, 20, 0, Set.of(2L));
        two.sleep(Duration.ofHours(3));
        look(two, 30, 0, Set.of(1L, 2L));
        assertThat(two.orders())
                .as("both may have been stopped too, and have 30 s anew")
                .isEmpty();

        look(two, 2, 0, Set.of(2L));
        assertThat(two.all(Action.Kill.class)).hasSize(1);
    }

    @Test
    void aDrainingWorkerThatHangsIsNotWaitedForUntilTheDeadman() {
        Rehearsal one = Rehearsal.serving(policy(1, Duration.ZERO, 0, 30));
        one.reload(2, policy(1, Duration.ZERO, 0, 30)).comesUp(2).forget();
        look(one, 33, 0, Set.of(1L));
        assertThat(one.all(Action.Kill.class)).hasSize(1);
        assertThat(one.all(Action.Spawn.class)).isEmpty();
    }

    @Test
    void stuckWorkersAreReplacedAtAGrowingDistance() {
        Rehearsal four = Rehearsal.serving(policy(4, Duration.ZERO, 0, 0));
        stuck(four, 1, 2, 3, 4);
        assertThat(four.all(Action.Spawn.class)).hasSize(1);
        assertThat(four.said()).containsOnlyOnce("to be replaced: GET /slow since 60s");
        four.comesUp(5).leaves(1).forget();

        look(four, 4, 0, Set.of());
        assertThat(four.orders()).isEmpty();
        look(four, 2, 0, Set.of());
        assertThat(four.all(Action.Spawn.class)).hasSize(1);
        stuck(four, 3, 4);
        four.comesUp(6).leaves(2).forget();

        look(four, 8, 0, Set.of());
        assertThat(four.orders()).isEmpty();
        look(four, 3, 0, Set.of());
        assertThat(four.all(Action.Spawn.class)).hasSize(1);
    }

    @Test
    void aWorkerThatHangsInItsBootIsEnded() {
        Policy patient = new Policy(
                1,
                1,
                1,
                DEADMAN,
                Duration.ZERO,
                5,
                OnCrash.REPLACE,
                policy(1, Duration.ZERO, 0, 30).limits());
        Rehearsal two =
                Rehearsal.serving(patient).tell(new Happening.ScaleRequested(1)).spawned(2);
        two.forget();
        look(two, 40, 0, Set.of(), Set.of(2L));
        assertThat(two.orders()).as("its JVM has not begun to show a heartbeat").isEmpty();

        look(two, 5, 0, Set.of(), Set.of());
        look(two, 30, 0, Set.of(2L), Set.of());
        assertThat(two.orders()).isEmpty();
        look(two, 2, 0, Set.of(2L), Set.of());
        assertThat(two.all(Action.Kill.class))
                .singleElement()
                .satisfies(kill -> assertThat(kill.evidence()).isTrue());
    }

    @Test
    void nobodyIsBlamedForSightsThatWereMissing() {
        Rehearsal two = Rehearsal.serving(policy(2, Duration.ZERO, 0, 30));
        look(two, 5, 0, Set.of(2L));
        for (int i = 0; i < 40; i++) {
            two.pass(SECOND).tell(new Happening.WorkersSeen(List.of(new Sight(1, 1000 + i, 0))));
        }
        look(two, 1, 0, Set.of(2L));
        assertThat(two.orders()).isEmpty();
    }

    @Test
    void aShortTimeoutIsNotUpAfterOneLookThatCameLateOrSawAnOldValue() {
        Rehearsal one = Rehearsal.serving(policy(1, Duration.ZERO, 0, 1));
        look(one, 1, 0, Set.of(1L)); // it moves to where it will stand still
        one.sleep(Duration.ofMillis(900));
        look(one, 2, 0, Set.of(1L));
        assertThat(one.orders()).isEmpty();
        look(one, 1, 0, Set.of(1L));
        assertThat(one.all(Action.Kill.class)).hasSize(1);
    }

    @Test
    void nextStuckWorkerWaitsUntilTheOneBeforeItIsReplaced() {
        Rehearsal three = Rehearsal.serving(policy(3, Duration.ZERO, 0, 0));
        stuck(three, 1, 2, 3);
        three.spawned(4);
        look(three, 10, 0, Set.of());
        stuck(three, 1, 2, 3);
        look(three, 10, 0, Set.of());
        assertThat(three.said()).containsOnlyOnce("to be replaced: GET /slow since 60s");

        three.tell(new Happening.WorkerReady(4)).leaves(1);
        stuck(three, 2, 3);
        look(three, 1, 0, Set.of());
        assertThat(three.all(Action.Spawn.class)).hasSize(2);
    }

    @Test
    void whoseRequestsEndedByThemselvesIsNotReplacedForThem() {
        Rehearsal two = Rehearsal.serving(policy(2, Duration.ZERO, 0, 0));
        stuck(two, 1, 2);
        assertThat(two.all(Action.Spawn.class)).hasSize(1);
        two.comesUp(3).leaves(1).forget();
        look(two, 1, 0, Set.of());
        stuck(two, 3);
        look(two, 4, 0, Set.of());
        assertThat(two.all(Action.Spawn.class))
                .as("the second, which may be stuck")
                .hasSize(1);
        two.comesUp(4).leaves(2).forget();
        look(two, 60, 0, Set.of());
        assertThat(two.orders()).as("the third has not said so again").isEmpty();
    }

    private static void stuck(Rehearsal rehearsal, long... workers) {
        for (long worker : workers) {
            rehearsal.tell(new Happening.WorkerStuck(worker, "GET /slow since 60s"));
        }
    }
}
