// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static spawning.controller.plan.Rehearsal.BOOT;
import static spawning.controller.plan.Rehearsal.DEADMAN;
import static spawning.controller.plan.Rehearsal.policy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import spawning.controller.ExitStatus;

/** How it starts, scales and stops. */
class PlannerLifeTest {
    @Test
    void startBeginsWithThePreparationOfTheFirstGeneration() {
        assertThat(new Rehearsal().orders()).containsExactly(new Action.Prepare(1));
    }

    @Test
    void firstBootStartsOneWorkerAndTheRestWhenItIsReady() {
        Rehearsal first = new Rehearsal().tell(new Happening.GenerationPrepared(1, policy(4)));
        assertThat(first.all(Action.Spawn.class)).containsExactly(new Action.Spawn(1, 1, 1));

        first.comesUp(1);
        assertThat(first.all(Action.Spawn.class)).hasSize(4);
    }

    @Test
    void firstGenerationThatCannotBePreparedEndsEverything() {
        Rehearsal first = new Rehearsal().forget();
        first.tell(new Happening.GenerationFailed(1, "no such file: Hello.java"));

        assertThat(first.orders())
                .containsExactly(new Action.Exit(
                        ExitStatus.NEVER_UP, "generation 1 could not be prepared: no such file: Hello.java"));
        assertThat(first.planner.step(new Happening.TimePassed(), 0)).isEmpty();
    }

    @Test
    void reloadRequestSupersedesTheFirstPreparation() {
        Rehearsal first = new Rehearsal().forget().tell(new Happening.ReloadRequested("SIGHUP"));
        assertThat(first.orders()).containsExactly(new Action.CancelPreparation(1), new Action.Prepare(2));

        first.forget().tell(new Happening.GenerationFailed(1, "too late to matter"));
        assertThat(first.actions).isEmpty();
    }

    @Test
    void stopClosesTheGatesBeforeTheLastOnesDrain() {
        Rehearsal serving = Rehearsal.serving(2).stop();
        assertThat(serving.orders())
                .containsExactly(
                        new Action.CloseGates(),
                        new Action.Drain(1, DEADMAN, true),
                        new Action.Drain(2, DEADMAN, true));

        serving.forget().leaves(1);
        assertThat(serving.orders()).isEmpty();
        serving.leaves(2);
        assertThat(serving.orders()).containsExactly(new Action.Exit(ExitStatus.STOPPED, ""));
    }

    @Test
    void stopDuringAReloadEndsTheNewWorkersToo() {
        Rehearsal serving = Rehearsal.serving(1).reload(2, policy(1)).spawned(2);
        serving.tell(new Happening.ReloadRequested("SIGHUP")).forget().stop();

        assertThat(serving.orders())
                .containsExactly(
                        new Action.CancelPreparation(3),
                        new Action.CloseGates(),
                        new Action.Drain(1, DEADMAN, true),
                        new Action.Drain(2, Duration.ofSeconds(5), false));
    }

    @Test
    void stopWithoutWorkersIsAtOnce() {
        Rehearsal first = new Rehearsal().forget().stop();

        assertThat(first.orders())
                .containsExactly(new Action.CancelPreparation(1), new Action.Exit(ExitStatus.STOPPED, ""));
    }

    @Test
    void workerWhoseSpawnIsAnsweredAfterTheStopIsDrainedAtOnce() {
        Rehearsal first = new Rehearsal()
                .tell(new Happening.GenerationPrepared(1, policy(1)))
                .stop()
                .forget();

        first.spawned(1);
        assertThat(first.orders()).containsExactly(new Action.Drain(1, Duration.ofSeconds(5), false));
    }

    @Test
    void secondStopKillsFromASecondAfterTheFirst() {
        Rehearsal serving = Rehearsal.serving(2)
                .stop()
                .pass(Duration.ofMillis(999))
                .forget()
                .stop();
        assertThat(serving.actions).isEmpty();

        serving.pass(Duration.ofMillis(1)).stop();
        assertThat(serving.all(Action.Kill.class)).hasSize(2);
        assertThat(serving.all(Action.Kill.class).getFirst().reason()).contains("SIGTERM again");
    }

    @Test
    void exitsDuringAStopAreNoCrash() {
        Rehearsal serving = Rehearsal.serving(2).stop().forget().crashes(1).crashes(2);

        assertThat(serving.orders()).containsExactly(new Action.Exit(ExitStatus.STOPPED, ""));
    }

    @Test
    void scalingGoesByOneAndNeverBelowOne() {
        Rehearsal serving = Rehearsal.serving(2);

        serving.tell(new Happening.ScaleRequested(1));
        assertThat(serving.orders()).containsExactly(new Action.Spawn(3, 3, 1));

        serving.comesUp(3).forget().tell(new Happening.ScaleRequested(-1));
        assertThat(serving.orders()).containsExactly(new Action.Drain(3, DEADMAN, false));

        serving.tell(new Happening.ScaleRequested(-5)).forget().tell(new Happening.ScaleRequested(-1));
        assertThat(serving.orders()).isEmpty();
        assertThat(serving.planner.generations().target().workers()).isEqualTo(1);
    }

    @Test
    void aNumberOfWorkersThatIsFixedIsNotRaised() {
        Policy fixed = new Policy(1, 1, 1, DEADMAN, BOOT, 5, OnCrash.REPLACE).withFixedWorkers();
        Rehearsal serving = Rehearsal.serving(fixed).forget();

        serving.tell(new Happening.ScaleRequested(1));
        assertThat(serving.all(Action.Spawn.class)).isEmpty();
        assertThat(serving.planner.generations().target().workers()).isEqualTo(1);
    }

    @Test
    void aReloadThatFixesTheNumberOfWorkersForgetsWhatOperatorsMadeOfIt() {
        Policy free = new Policy(1, 1, 1, DEADMAN, BOOT, 5, OnCrash.REPLACE);
        Rehearsal serving = Rehearsal.serving(free);
        serving.tell(new Happening.ScaleRequested(2));
        assertThat(serving.planner.generations().target().workers()).isEqualTo(3);

        serving.reload(2, free.withFixedWorkers());
        assertThat(serving.planner.generations().target().workers()).isEqualTo(1);
    }

    @Test
    void strayMessagesChangeNothing() {
        Rehearsal serving = Rehearsal.serving(1);
        serving.tell(new Happening.WorkerExited(99, 0, "exit code 0"))
                .tell(new Happening.WorkerReady(99))
                .tell(new Happening.WorkerReady(1))
                .tell(new Happening.GenerationFailed(7, "never asked for"));

        assertThat(serving.orders()).isEmpty();
    }

    @Test
    void withoutLimitsNothingIsDueByTime() {
        Policy unlimited = new Policy(1, 1, 1, Duration.ZERO, Duration.ZERO, 5, OnCrash.REPLACE);
        Rehearsal serving = Rehearsal.serving(unlimited).stop();

        assertThat(serving.all(Action.Drain.class)).containsExactly(new Action.Drain(1, Duration.ZERO, true));
        assertThat(serving.planner.nextDeadline()).isEmpty();
    }

    @Test
    void policyChecksItsRanges() {
        assertThatThrownBy(() -> new Policy(0, 1, 1, DEADMAN, BOOT, 5, OnCrash.REPLACE))
                .hasMessage("processes is 0, must be 1 or more");
        assertThatThrownBy(() -> new Policy(1, 1, 1, DEADMAN.negated(), BOOT, 5, OnCrash.REPLACE))
                .hasMessageContaining("deadman");
    }
}
