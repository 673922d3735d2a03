// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.controller.plan.Rehearsal.BOOT;
import static spawning.controller.plan.Rehearsal.DEADMAN;
import static spawning.controller.plan.Rehearsal.policy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a reload promises. */
class PlannerReloadTest {
    private final Rehearsal serving = Rehearsal.serving(2);

    @Test
    void newWorkerIsReadyBeforeAnOldOneDrains() {
        serving.reload(2, policy(2));
        assertThat(serving.orders()).containsExactly(new Action.Prepare(2), new Action.Spawn(3, 3, 2));

        serving.forget().comesUp(3);
        assertThat(serving.orders())
                .containsExactly(new Action.Accept(3), new Action.Drain(1, DEADMAN, false), new Action.Spawn(4, 4, 2));

        serving.forget().comesUp(4);
        assertThat(serving.orders())
                .containsExactly(new Action.Accept(4), new Action.Drain(2, DEADMAN, false), new Action.Settled(2));
        assertThat(serving.said()).contains("generation 2 serves: 2 of 2 workers ready after 0ms");
    }

    @Test
    void bootFailureKeepsOldGeneration() {
        serving.reload(2, policy(2)).spawned(3).forget();

        serving.tell(new Happening.WorkerFailed(3, "ClassNotFoundException: com.acme.Shop"))
                .tell(new Happening.WorkerExited(3, 1, "exit code 1"));

        assertThat(serving.orders()).containsExactly(new Action.Discard(2));
        assertThat(serving.said())
                .contains("ERROR generation 2 failed: worker 3 (pid 103, generation 2) did not come up: "
                        + "ClassNotFoundException: com.acme.Shop; generation 1 serves on")
                .doesNotContain("panic");
    }

    @Test
    void exitWhileLoadingKeepsOldGeneration() {
        serving.reload(2, policy(2)).spawned(3).forget().crashes(3);

        assertThat(serving.orders()).containsExactly(new Action.Discard(2));
        assertThat(serving.said()).contains("ERROR generation 2 failed", "generation 1 serves on");
    }

    @Test
    void hangWhileLoadingKeepsOldGeneration() {
        serving.reload(2, policy(2)).spawned(3).forget().pass(BOOT);

        assertThat(serving.all(Action.Kill.class))
                .containsExactly(new Action.Kill(
                        3, "worker 3 (pid 103, generation 2) not ready after 30s (limit 30s); killing it", true));
        assertThat(serving.said()).contains("ERROR generation 2 failed", "generation 1 serves on");
        assertThat(serving.all(Action.Drain.class)).isEmpty();
    }

    @Test
    void failedPreparationKeepsOldGenerationAndStartsNothing() {
        serving.tell(new Happening.ReloadRequested("SIGHUP")).forget();
        serving.tell(new Happening.GenerationFailed(2, "Hello.java does not compile"));

        assertThat(serving.orders()).isEmpty();
        assertThat(serving.said())
                .isEqualTo(
                        "ERROR generation 2 could not be prepared: Hello.java does not compile; generation 1 serves on\n");
    }

    @Test
    void nextGoodReloadWorksAfterABadOne() {
        serving.reload(2, policy(2)).spawned(3).crashes(3).forget();

        serving.reload(3, policy(2)).comesUp(4).comesUp(5);

        assertThat(serving.said()).contains("generation 3 serves: 2 of 2 workers ready");
    }

    @Test
    void readyWorkersOfAFailedGenerationAreReplacedBeforeTheyDrain() {
        serving.reload(2, policy(2)).comesUp(3).spawned(4).forget();

        serving.crashes(4);
        assertThat(serving.orders()).containsExactly(new Action.Spawn(5, 4, 1));

        serving.forget().comesUp(5);
        assertThat(serving.orders()).containsExactly(new Action.Accept(5), new Action.Drain(3, DEADMAN, false));
    }

    @Test
    void crashWhileTheNewGenerationIsUnprovenIsReplacedFromTheOldOne() {
        serving.reload(2, policy(2)).spawned(3).forget().crashes(2);

        assertThat(serving.orders()).containsExactly(new Action.Spawn(4, 2, 1));
    }

    @Test
    void crashAfterAFailedReloadIsReplacedFromTheOldSnapshot() {
        serving.reload(2, policy(2)).spawned(3).crashes(3).forget().crashes(1);

        assertThat(serving.orders()).containsExactly(new Action.Spawn(4, 1, 1));
    }

    @Test
    void secondRequestSupersedesThePreparation() {
        serving.tell(new Happening.ReloadRequested("SIGHUP")).forget();

        serving.tell(new Happening.ReloadRequested("SIGHUP"));
        assertThat(serving.orders()).containsExactly(new Action.CancelPreparation(2), new Action.Prepare(3));

        serving.forget().tell(new Happening.GenerationPrepared(2, policy(2)));
        assertThat(serving.orders()).containsExactly(new Action.Discard(2));
    }

    @Test
    void rollGoesOnWhileTheNextGenerationIsPrepared() {
        serving.reload(2, policy(2)).comesUp(3).forget();

        serving.tell(new Happening.ReloadRequested("SIGHUP")).comesUp(4);
        assertThat(serving.said()).contains("generation 2 serves");

        serving.forget().tell(new Happening.GenerationPrepared(3, policy(2)));
        assertThat(serving.all(Action.Spawn.class)).containsExactly(new Action.Spawn(5, 5, 3));
    }

    @Test
    void startingWorkersOfASupersededGenerationAreEnded() {
        serving.reload(2, policy(2)).spawned(3).forget().reload(3, policy(2));

        assertThat(serving.all(Action.Drain.class)).containsExactly(new Action.Drain(3, Duration.ofSeconds(5), false));
        assertThat(serving.all(Action.Spawn.class)).containsExactly(new Action.Spawn(4, 4, 3));
    }

    @Test
    void surgeStartsAsManyAboveN() {
        Rehearsal four = Rehearsal.serving(new Policy(4, 2, 4, DEADMAN, BOOT, 5, OnCrash.REPLACE));

        four.reload(2, new Policy(4, 2, 4, DEADMAN, BOOT, 5, OnCrash.REPLACE));

        assertThat(four.all(Action.Spawn.class)).containsExactly(new Action.Spawn(5, 5, 2), new Action.Spawn(6, 6, 2));
    }

    @Test
    void reloadWaitsWhileTooManyDrain() {
        Policy oneDrains = new Policy(2, 1, 1, DEADMAN, BOOT, 5, OnCrash.REPLACE);
        Rehearsal two = Rehearsal.serving(oneDrains);
        two.reload(2, oneDrains).comesUp(3).comesUp(4).forget();

        two.pass(Duration.ofSeconds(60));
        assertThat(two.orders()).isEmpty();

        two.leaves(1);
        assertThat(two.orders()).containsExactly(new Action.Drain(2, DEADMAN, false), new Action.Settled(2));
    }

    @Test
    void onePreviousGoodGenerationIsKept() {
        serving.reload(2, policy(2)).comesUp(3).comesUp(4).leaves(1).leaves(2);
        assertThat(serving.all(Action.Discard.class)).isEmpty();

        serving.reload(3, policy(2)).comesUp(5).comesUp(6);
        assertThat(serving.all(Action.Discard.class)).containsExactly(new Action.Discard(1));
    }

    @Test
    void operatorsScalingSurvivesAReloadThatDoesNotChangeTheNumber() {
        serving.tell(new Happening.ScaleRequested(1)).comesUp(3).forget();

        serving.reload(2, policy(2));
        assertThat(serving.planner.generations().target().workers()).isEqualTo(3);

        serving.reload(3, policy(5));
        assertThat(serving.planner.generations().target().workers()).isEqualTo(5);
    }

    @Test
    void fewerProcessesTakeEffectOnlyWhenTheNewGenerationIsUp() {
        Rehearsal four = Rehearsal.serving(4);
        four.reload(2, new Policy(2, 1, 4, DEADMAN, BOOT, 5, OnCrash.REPLACE)).comesUp(5);
        assertThat(four.all(Action.Drain.class)).hasSize(1);

        four.comesUp(6);
        assertThat(four.all(Action.Drain.class)).hasSize(4);
        assertThat(four.said()).contains("generation 2 serves: 2 of 2 workers ready");
    }

    @Test
    void aRollbackRollsOutACopyOfWhatServedBefore() {
        serving.reload(2, policy(2)).comesUp(3).comesUp(4).leaves(1).leaves(2).forget();

        serving.tell(new Happening.RollbackRequested("spawning-ctl"));
        assertThat(serving.orders()).containsExactly(new Action.Prepare(3, 1));
        serving.tell(new Happening.GenerationPrepared(3, policy(2))).comesUp(5).comesUp(6);

        assertThat(serving.said()).contains("generation 3 serves");
        assertThat(serving.planner.standing().previousGood()).isEqualTo(2);
        assertThat(serving.all(Action.Discard.class)).containsExactly(new Action.Discard(1));
    }

    @Test
    void aRollbackInAReloadTakesItBack() {
        serving.reload(2, policy(2)).comesUp(3).forget();

        serving.tell(new Happening.RollbackRequested("spawning-ctl"));

        assertThat(serving.milestones()).contains(new Milestone.Rejected(2, "taken back by spawning-ctl", 1));
        assertThat(serving.orders()).contains(new Action.Spawn(5, 5, 1)).doesNotContain(new Action.Prepare(3, 1));
    }

    @Test
    void aRollbackWhileAReloadIsPreparedBreaksItOff() {
        serving.tell(new Happening.ReloadRequested("SIGHUP")).forget();

        serving.tell(new Happening.RollbackRequested("spawning-ctl"));

        assertThat(serving.orders()).containsExactly(new Action.CancelPreparation(2));
        assertThat(serving.milestones()).containsExactly(new Milestone.Rejected(2, "taken back by spawning-ctl", 1));
    }

    @Test
    void aRollbackWithNothingToGoBackToChangesNothing() {
        serving.tell(new Happening.RollbackRequested("spawning-ctl"));

        assertThat(serving.orders()).isEmpty();
        assertThat(serving.said()).contains("WARN", "there is no generation before 1");
    }

    @Test
    void aNewerReloadSupersedesTheOneThatRolls() {
        serving.reload(2, policy(2)).forget();

        serving.reload(3, policy(2));

        assertThat(serving.milestones()).contains(new Milestone.Superseded(2, 3));
    }

    @Test
    void scalingToANumberCountsFromWhatIsWanted() {
        serving.tell(new Happening.ScaleToRequested(5));
        assertThat(serving.milestones()).containsExactly(new Milestone.Scaled(2, 5));
        serving.forget().tell(new Happening.ScaleToRequested(5));
        assertThat(serving.milestones()).isEmpty();
        serving.tell(new Happening.ScaleToRequested(1));
        assertThat(serving.milestones()).contains(new Milestone.Scaled(5, 1));
    }
}
