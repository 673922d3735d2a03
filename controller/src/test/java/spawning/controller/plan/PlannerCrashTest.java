// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.controller.plan.Rehearsal.BOOT;
import static spawning.controller.plan.Rehearsal.DEADMAN;
import static spawning.controller.plan.Rehearsal.policy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import spawning.controller.ExitStatus;

/** What happens when workers are lost. */
class PlannerCrashTest {
    private final Rehearsal serving = Rehearsal.serving(4);

    @Test
    void crashedWorkerIsReplacedAtOnce() {
        serving.crashes(2);

        assertThat(serving.orders()).containsExactly(new Action.Spawn(5, 2, 1));
        assertThat(serving.said())
                .isEqualTo("WARN worker 2 pid 102 gen 1: READY -> EXITED after 0ms: signal 11 (SEGV)\n");
    }

    @Test
    void unreachableWorkerIsKilledAndReplaced() {
        serving.tell(new Happening.WorkerUnreachable(3));

        assertThat(serving.orders())
                .containsExactly(
                        new Action.Kill(
                                3, "worker 3 (pid 103, generation 1) does not read its lifeline; killing it", true),
                        new Action.Spawn(5, 5, 1));
    }

    @Test
    void whatIsLeftOfACrashedWorkerIsWrittenDown() {
        assertThat(serving.crashes(1).all(Action.Autopsy.class))
                .containsExactly(new Action.Autopsy(1, "worker 1 (pid 101, generation 1) ended: signal 11 (SEGV)"));
    }

    @Test
    void ofOneThatWasKilledOrEndedInOrderNothingIsLeftToLearn() {
        serving.tell(new Happening.WorkerUnreachable(1)).crashes(1);
        serving.comesUp(5).tell(new Happening.ScaleRequested(-1)).leaves(5);
        assertThat(serving.all(Action.Autopsy.class)).isEmpty();
        assertThat(serving.all(Action.Kill.class))
                .extracting(Action.Kill::evidence)
                .containsExactly(true);
    }

    @Test
    void threeExitsInThirtySecondsAreAPanic() {
        serving.crashes(1)
                .pass(Duration.ofSeconds(10))
                .crashes(2)
                .pass(Duration.ofSeconds(2))
                .forget();

        serving.crashes(3);
        assertThat(serving.orders()).isEmpty();
        assertThat(serving.said()).contains("ERROR panic: 3 unexpected exits in 12s; next start in ");
    }

    @Test
    void slowExitsAreNoPanic() {
        for (int worker = 1; worker <= 4; worker++) {
            serving.crashes(worker).comesUp(4 + worker).pass(Duration.ofSeconds(16));
        }

        assertThat(serving.said()).doesNotContain("panic");
    }

    @Test
    void inPanicOneWorkerStartsAtATimeAndEachWaits() {
        serving.crashes(1).crashes(2).crashes(3);
        serving.tell(new Happening.WorkerExited(5, 1, "exit code 1"))
                .tell(new Happening.WorkerExited(6, 1, "exit code 1"));
        serving.forget();
        assertThat(serving.untilNextDeadline()).isBetween(Duration.ofMillis(375), Duration.ofMillis(500));

        serving.pass(Duration.ofMillis(500));
        assertThat(serving.orders()).containsExactly(new Action.Spawn(7, 1, 1));

        serving.forget().pass(Duration.ofSeconds(5));
        assertThat(serving.orders()).isEmpty();

        serving.comesUp(7).forget().pass(Duration.ofMillis(500));
        assertThat(serving.orders()).containsExactly(new Action.Spawn(8, 2, 1));
    }

    @Test
    void panicIsOverAfterCalm() {
        serving.crashes(1).crashes(2).crashes(3).comesUp(5).comesUp(6).pass(Duration.ofSeconds(1));

        serving.comesUp(7).forget().pass(Duration.ofSeconds(32));
        assertThat(serving.said()).contains("no failure for 32s: the panic is over");
        assertThat(serving.planner.panic().on()).isFalse();
    }

    @Test
    void failedSpawnIsAPanic() {
        serving.crashes(1).forget().tell(new Happening.SpawnFailed(5, "Cannot allocate memory"));

        assertThat(serving.orders()).isEmpty();
        assertThat(serving.said())
                .contains("panic: worker 1 (generation 1) could not be started: Cannot allocate memory");
    }

    @Test
    void newCodeIsTriedAtOnceInAPanic() {
        serving.crashes(1).crashes(2).crashes(3).forget();

        serving.reload(2, policy(4));
        assertThat(serving.all(Action.Spawn.class)).contains(new Action.Spawn(7, 3, 2));
    }

    @Test
    void panicRejectsTheGenerationThatCausesIt() {
        serving.reload(2, policy(4)).comesUp(5).comesUp(6).comesUp(7).forget();

        serving.crashes(5).crashes(6).crashes(7);
        assertThat(serving.said())
                .contains("ERROR generation 2 failed: panic, after worker ", "generation 1 serves on");
    }

    @Test
    void clientsAreToldToComeBackWhenNobodyWillServeForLong() {
        Rehearsal one = Rehearsal.serving(1);
        one.crashes(1);
        for (long worker = 2; one.all(Action.AnswerUnavailable.class).isEmpty(); worker++) {
            one.spawned(worker).crashes(worker);
            if (one.all(Action.AnswerUnavailable.class).isEmpty()) {
                one.pass(Duration.ofSeconds(2));
            }
        }
        assertThat(one.all(Action.AnswerUnavailable.class).getFirst().retryAfter())
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));

        one.forget().pass(Duration.ofSeconds(4));
        long next = one.all(Action.Spawn.class).getFirst().worker();
        one.forget().comesUp(next);
        assertThat(one.orders()).containsExactly(new Action.StopAnsweringUnavailable(), new Action.Accept(next));
    }

    @Test
    void restartAllCyclesEveryoneAtOnce() {
        Rehearsal two = Rehearsal.serving(new Policy(3, 1, 1, DEADMAN, BOOT, 5, OnCrash.RESTART_ALL));

        two.crashes(1);

        assertThat(two.all(Action.Drain.class))
                .containsExactly(new Action.Drain(2, DEADMAN, false), new Action.Drain(3, DEADMAN, false));
        assertThat(two.all(Action.Spawn.class)).hasSize(3);
    }

    @Test
    void retiringWorkersAreReplacedOneAtATimeAndServeOnUntilThen() {
        serving.tell(new Happening.WorkerRetiring(1, "age")).tell(new Happening.WorkerRetiring(2, "age"));
        assertThat(serving.orders()).containsExactly(new Action.Spawn(5, 5, 1));

        serving.forget().comesUp(5);
        assertThat(serving.orders())
                .containsExactly(new Action.Accept(5), new Action.Drain(1, DEADMAN, false), new Action.Spawn(6, 6, 1));
    }

    @Test
    void badExitOfADrainingWorkerIsNoCrash() {
        serving.reload(2, policy(4)).comesUp(5).forget();

        serving.tell(new Happening.WorkerExited(1, 1, "exit code 1"));
        assertThat(serving.orders()).isEmpty();
        assertThat(serving.said())
                .isEqualTo("WARN worker 1 pid 101 gen 1: DRAINING -> EXITED after 0ms: exit code 1\n");
    }

    @Test
    void drainThatTakesTooLongIsKilledTwoSecondsAfterItsLimit() {
        serving.reload(2, policy(4)).comesUp(5).comesUp(6).forget();

        serving.pass(DEADMAN.plusMillis(1999));
        assertThat(serving.all(Action.Kill.class)).isEmpty();

        serving.pass(Duration.ofMillis(1));
        assertThat(serving.all(Action.Kill.class).getFirst())
                .isEqualTo(new Action.Kill(
                        1,
                        "worker 1 (pid 101, generation 1) still draining after 2m2s (limit 2m0s); killing it",
                        true));
    }

    @Test
    void killedWorkerThatDoesNotEndIsSaidOnce() {
        serving.tell(new Happening.WorkerUnreachable(1)).comesUp(5).forget();

        serving.pass(Duration.ofMinutes(10));
        assertThat(serving.said())
                .contains("was killed 10s ago and has not ended")
                .hasLineCount(1);
    }

    @Test
    void nobodyIsKilledInTheFirstRoundAfterASuspend() {
        serving.crashes(1).spawned(5).forget();

        serving.sleep(Duration.ofHours(8)).tell(new Happening.TimePassed());
        assertThat(serving.orders()).isEmpty();

        serving.pass(Duration.ofSeconds(2));
        assertThat(serving.all(Action.Kill.class)).hasSize(1);
    }

    @Test
    void nobodyIsKilledWhileItsMessageMayBeWaiting() {
        serving.crashes(1).spawned(5).forget();

        serving.sleep(BOOT.plusMillis(500))
                .tell(new Happening.ScaleRequested(1))
                .tell(new Happening.WorkerReady(5));

        assertThat(serving.orders()).containsExactly(new Action.Spawn(6, 5, 1), new Action.Accept(5));
    }

    @Test
    void bootsThatHangLongerThanTheCalmAreGivenUpToo() {
        Rehearsal first = new Rehearsal();
        first.tell(new Happening.GenerationPrepared(
                1, new Policy(4, 1, 4, DEADMAN, Duration.ofMinutes(10), 3, OnCrash.REPLACE)));
        for (long worker = 1; worker <= 3; worker++) {
            first.spawned(worker).pass(Duration.ofMinutes(10)).crashes(worker).pass(Duration.ofSeconds(30));
        }

        assertThat(first.actions.getLast()).isInstanceOf(Action.Exit.class);
    }

    @Test
    void applicationThatNeverComesUpIsGivenUpAfterThePanicLimit() {
        Rehearsal first = new Rehearsal();
        first.tell(new Happening.GenerationPrepared(1, policy(4)));
        for (long worker = 1; worker <= 5; worker++) {
            assertThat(first.all(Action.Spawn.class)).hasSize((int) worker);
            first.spawned(worker).tell(new Happening.WorkerFailed(worker, "ClassNotFoundException: com.acme.Shop"));
            first.tell(new Happening.WorkerExited(worker, 1, "exit code 1")).pass(Duration.ofSeconds(30));
        }

        assertThat(first.said()).contains("(try 2 of 5)", "(try 5 of 5)");
        assertThat(first.actions.getLast())
                .isEqualTo(new Action.Exit(
                        ExitStatus.NEVER_UP,
                        "the application never came up: 5 tries failed, the last one: worker 1 (pid 105, generation 1)"
                                + " did not come up: ClassNotFoundException: com.acme.Shop"));
    }

    @Test
    void whatNeverCameUpIsNotTriedAgainByCalmWhileOtherCodeIsPrepared() {
        Rehearsal hopeless = new Rehearsal();
        Policy once = new Policy(1, 1, 1, Rehearsal.DEADMAN, Rehearsal.BOOT, 1, OnCrash.REPLACE);
        hopeless.tell(new Happening.GenerationPrepared(1, once)).tell(new Happening.ReloadRequested("SIGHUP"));
        hopeless.tell(new Happening.SpawnFailed(1, "Cannot allocate memory")).forget();

        hopeless.pass(Duration.ofMinutes(10));
        assertThat(hopeless.orders()).isEmpty();
        hopeless.tell(new Happening.GenerationFailed(2, "it does not compile"));
        assertThat(hopeless.all(Action.Exit.class)).hasSize(1);
    }

    @Test
    void aKillThatWaitsTooLongForItsEvidenceIsOrderedWithout() {
        Rehearsal rehearsal = Rehearsal.serving(policy(2), Duration.ofSeconds(32));
        rehearsal.tell(new Happening.WorkerUnreachable(1)).pass(Duration.ofMillis(31_999));
        assertThat(rehearsal.all(Action.Kill.class))
                .extracting(Action.Kill::evidence)
                .containsExactly(true);
        rehearsal.pass(Duration.ofMillis(1));
        assertThat(rehearsal.all(Action.Kill.class))
                .extracting(Action.Kill::evidence)
                .containsExactly(true, false);
        assertThat(rehearsal.said())
                .contains("its evidence is not complete after 32s; killing it without")
                .doesNotContain("has not ended");
        rehearsal.pass(Duration.ofSeconds(10));
        assertThat(rehearsal.all(Action.Kill.class)).hasSize(2);
        assertThat(rehearsal.said()).contains("was killed 42s ago and has not ended");
    }

    @Test
    void whoEndsBeforeItsEvidenceIsCompleteIsNotKilledAgain() {
        Rehearsal rehearsal = Rehearsal.serving(policy(2), Duration.ofSeconds(5));
        rehearsal.tell(new Happening.WorkerUnreachable(1)).crashes(1).pass(Duration.ofSeconds(20));
        assertThat(rehearsal.all(Action.Kill.class)).hasSize(1);
        assertThat(rehearsal.said()).doesNotContain("evidence");
    }

    @Test
    void whoStopsTwiceDoesNotWaitForEvidence() {
        Rehearsal rehearsal = Rehearsal.serving(policy(1), Duration.ofSeconds(32));
        rehearsal.tell(new Happening.WorkerUnreachable(1)).stop().pass(Duration.ofSeconds(1));
        rehearsal.forget().stop();
        assertThat(rehearsal.all(Action.Kill.class))
                .contains(new Action.Kill(
                        1,
                        "worker 1 (pid 101, generation 1): SIGTERM again; killing it without waiting for its evidence",
                        false));
    }
}
