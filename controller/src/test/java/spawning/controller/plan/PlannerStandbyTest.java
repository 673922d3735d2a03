// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.controller.plan.Rehearsal.DEADMAN;
import static spawning.controller.plan.Rehearsal.policy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers that are ready and wait. */
class PlannerStandbyTest {
    private static final Duration UNSERVED = Duration.ofSeconds(5);

    /** Workers 1 and 2 serve, 3 waits. */
    private final Rehearsal waiting =
            Rehearsal.serving(policy(2).withStandby(1)).comesUp(3).forget();

    private WorkerState state(long worker) {
        Worker known = waiting.planner.world().find(worker);
        return known == null ? WorkerState.EXITED : known.state();
    }

    @Test
    void itIsStartedWhenAllServeAndIsNotToldToAccept() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.tell(new Happening.GenerationPrepared(1, policy(2).withStandby(1)));
        rehearsal.comesUp(1).forget().comesUp(2);
        assertThat(rehearsal.orders())
                .containsExactly(new Action.Accept(2), new Action.Settled(1), new Action.Spawn(3, 3, 1));
        rehearsal.forget().comesUp(3);
        assertThat(rehearsal.orders()).isEmpty();
        assertThat(rehearsal.said()).contains("worker 3 pid 103 gen 1: STARTING -> STANDBY after 0ms");
    }

    @Test
    void whoCrashesIsReplacedInTheSameStepAndANewOneWillWait() {
        waiting.crashes(1);
        assertThat(waiting.orders()).containsExactly(new Action.Accept(3), new Action.Spawn(4, 1, 1));
        waiting.forget().comesUp(4);
        assertThat(waiting.orders()).isEmpty();
        assertThat(state(4)).isEqualTo(WorkerState.STANDBY);
    }

    @Test
    void whoHangsOrCannotBeReachedIsReplacedInTheSameStep() {
        waiting.tell(new Happening.WorkerUnreachable(2));
        assertThat(waiting.all(Action.Accept.class)).containsExactly(new Action.Accept(3));
        assertThat(waiting.all(Action.Kill.class)).hasSize(1);
    }

    @Test
    void whoAsksToBeReplacedLeavesAtOnce() {
        waiting.tell(new Happening.WorkerRetiring(1, "OutOfMemoryError"));
        assertThat(waiting.orders())
                .containsExactly(new Action.Accept(3), new Action.Drain(1, DEADMAN, false), new Action.Spawn(4, 4, 1));
    }

    @Test
    void twoCrashesAtOnceTakeOneFromStandbyAndOneFromANewStart() {
        waiting.crashes(1).crashes(2);
        assertThat(waiting.all(Action.Accept.class)).containsExactly(new Action.Accept(3));
        assertThat(waiting.all(Action.Spawn.class)).containsExactly(new Action.Spawn(4, 1, 1));
        waiting.forget().comesUp(4);
        assertThat(waiting.orders()).containsExactly(new Action.Accept(4), new Action.Spawn(5, 2, 1));
        waiting.comesUp(5);
        assertThat(state(5)).isEqualTo(WorkerState.STANDBY);
    }

    @Test
    void oneThatEndsWhileItWaitsIsReplacedAndCountsAsLost() {
        waiting.crashes(3);
        assertThat(waiting.orders()).containsExactly(new Action.Spawn(4, 3, 1));
        assertThat(waiting.said()).contains("WARN worker 3 pid 103 gen 1: STANDBY -> EXITED after 0ms");
        waiting.comesUp(4).crashes(4).comesUp(5).forget().crashes(5);
        assertThat(waiting.said()).contains("panic: 3 unexpected exits");
    }

    @Test
    void inAPanicItServesAllTheSame() {
        Rehearsal other = Rehearsal.serving(policy(3).withStandby(1)).comesUp(4).forget();
        other.crashes(1).crashes(2).crashes(3).forget();
        assertThat(other.planner.panic().on()).isTrue();
        assertThat(other.planner.world().count(WorkerState.READY)).isEqualTo(1);
    }

    @Test
    void oneThatAsksToBeReplacedWhileItWaitsIs() {
        waiting.tell(new Happening.WorkerRetiring(3, "SIGTERM"));
        assertThat(waiting.orders()).containsExactly(new Action.Drain(3, UNSERVED, false), new Action.Spawn(4, 4, 1));
    }

    @Test
    void oneThatDoesNotMoveWhileItWaitsIsKilled() {
        Limits limits = new Limits(0, 0, Duration.ZERO, 0, Duration.ofSeconds(2));
        Policy policy = new Policy(1, 1, 1, DEADMAN, Rehearsal.BOOT, 5, OnCrash.REPLACE, limits).withStandby(1);
        Rehearsal frozen = Rehearsal.serving(policy).comesUp(2).forget();
        for (int beat = 1; beat < 8; beat++) {
            frozen.sleep(Duration.ofSeconds(1))
                    .tell(new Happening.WorkersSeen(List.of(new Sight(1, beat, 0), new Sight(2, 7, 0))));
        }
        assertThat(frozen.all(Action.Kill.class))
                .extracting(Action.Kill::worker)
                .containsExactly(2L);
        assertThat(frozen.all(Action.Spawn.class)).hasSize(1);
    }

    @Test
    void aReloadReplacesItWhenItsOwnWorkersServe() {
        waiting.reload(2, policy(2).withStandby(1)).comesUp(4).comesUp(5).forget();
        assertThat(state(3)).isEqualTo(WorkerState.DRAINING);
        waiting.leaves(1).leaves(2).leaves(3).comesUp(6);
        assertThat(state(6)).isEqualTo(WorkerState.STANDBY);
        assertThat(waiting.planner.world().workers())
                .extracting(worker -> worker.generation().number())
                .containsOnly(2);
    }

    @Test
    void aReloadDoesNotWaitForTheBootOfOneThatWouldWait() {
        waiting.crashes(3).forget().spawned(4).reload(2, policy(2).withStandby(1));
        assertThat(waiting.all(Action.Drain.class)).containsExactly(new Action.Drain(4, UNSERVED, false));
        assertThat(waiting.all(Action.Spawn.class)).containsExactly(new Action.Spawn(5, 4, 2));
    }

    @Test
    void aReloadLeavesTheReplacementOfWhoServedToBoot() {
        waiting.crashes(3).crashes(1).spawned(4).forget().reload(2, policy(2).withStandby(1));
        assertThat(waiting.orders()).containsExactly(new Action.Prepare(2, 0), new Action.Spawn(5, 1, 2));
        assertThat(state(4)).isEqualTo(WorkerState.STARTING);
    }

    @Test
    void whileAReloadRollsTheOldOneServesForWhoCrashes() {
        waiting.reload(2, policy(2).withStandby(1)).forget().crashes(1);
        assertThat(waiting.orders()).containsExactly(new Action.Accept(3));
    }

    @Test
    void aReloadThatFailsLeavesItWaiting() {
        waiting.reload(2, policy(2).withStandby(1)).spawned(4);
        waiting.tell(new Happening.WorkerFailed(4, "ClassNotFoundException")).leaves(4);
        assertThat(state(3)).isEqualTo(WorkerState.STANDBY);
        assertThat(waiting.forget().crashes(1).orders())
                .containsExactly(new Action.Accept(3), new Action.Spawn(5, 1, 1));
    }

    @Test
    void moreWorkersAreThereAtOnceAndFewerLeaveItAlone() {
        waiting.tell(new Happening.ScaleRequested(1));
        assertThat(waiting.orders()).containsExactly(new Action.Accept(3), new Action.Spawn(4, 4, 1));
        waiting.comesUp(4).forget().tell(new Happening.ScaleRequested(-1));
        assertThat(waiting.all(Action.Drain.class)).containsExactly(new Action.Drain(3, DEADMAN, false));
        assertThat(state(4)).isEqualTo(WorkerState.STANDBY);
    }

    @Test
    void aStopSendsItAwayAsOneThatNeverServed() {
        waiting.stop();
        assertThat(waiting.all(Action.Drain.class))
                .containsExactly(
                        new Action.Drain(1, DEADMAN, true),
                        new Action.Drain(2, DEADMAN, true),
                        new Action.Drain(3, UNSERVED, false));
    }

    @Test
    void aConfigurationWithoutItSendsItAway() {
        waiting.reload(2, policy(2)).comesUp(4).comesUp(5).leaves(1).leaves(2).leaves(3);
        assertThat(waiting.planner.world().workers()).hasSize(2);
    }
}
