// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a trial of new code promises: it starts one worker that accepts nothing, tells what came of it, and leaves nothing. */
class TrialTest {
    private final Trial trial = new Trial();
    private final List<Action> actions = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1000;

    @BeforeEach
    void begin() {
        actions.addAll(trial.begin("spawning-ctl"));
    }

    private TrialTest tell(Happening happening) {
        assertThat(Trial.concerns(happening)).isTrue();
        actions.addAll(trial.step(happening, now));
        return this;
    }

    private TrialTest prepared() {
        return tell(new Happening.GenerationPrepared(-1, Rehearsal.policy(2)));
    }

    private TrialTest spawned() {
        return prepared().tell(new Happening.WorkerSpawned(-1, 77));
    }

    private TrialTest exits() {
        return tell(new Happening.WorkerExited(-1, 1, "exit code 1"));
    }

    private void pass(Duration time) {
        now += time.toNanos();
        actions.addAll(trial.timePassed(now));
    }

    private <A extends Action> List<A> all(Class<A> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private String failure() {
        assertThat(trial.underWay()).isFalse();
        assertThat(trial.nextDeadline()).isEmpty();
        List<Milestone> milestones =
                all(Action.Mark.class).stream().map(Action.Mark::milestone).toList();
        assertThat(milestones).hasSize(2);
        return ((Milestone.TrialEnded) milestones.getLast()).failure();
    }

    @Test
    void aWorkerThatComesUpLeavesWithoutEverAccepting() {
        spawned().tell(new Happening.WorkerReady(-1));
        assertThat(trial.underWay()).isTrue();
        tell(new Happening.WorkerDrained(-1)).tell(new Happening.WorkerExited(-1, 0, "exit code 0"));

        assertThat(failure()).isEmpty();
        assertThat(all(Action.Accept.class)).isEmpty();
        assertThat(all(Action.Spawn.class)).containsExactly(new Action.Spawn(-1, 0, -1));
        assertThat(all(Action.Drain.class)).hasSize(1);
        assertThat(all(Action.Discard.class)).containsExactly(new Action.Discard(-1));
    }

    @Test
    void whatCannotBePreparedStartsNothing() {
        tell(new Happening.GenerationFailed(-1, "Hello.java:3: ';' expected"));
        assertThat(failure()).isEqualTo("Hello.java:3: ';' expected");
        assertThat(all(Action.Spawn.class)).isEmpty();
    }

    @Test
    void whyItDidNotComeUpIsTold() {
        spawned().tell(new Happening.WorkerFailed(-1, "ClassNotFoundException: com.acme.Shop"));
        exits();
        assertThat(failure()).isEqualTo("ClassNotFoundException: com.acme.Shop");
        assertThat(all(Action.Discard.class)).hasSize(1);
    }

    @Test
    void aCrashOrAMissingProcessIsAFailureToo() {
        spawned();
        exits();
        assertThat(failure()).contains("did not come up", "exit code 1");

        actions.clear();
        actions.addAll(trial.begin("spawning-ctl"));
        tell(new Happening.GenerationPrepared(-2, Rehearsal.policy(2)));
        tell(new Happening.SpawnFailed(-2, "out of memory"));
        assertThat(failure()).contains("out of memory");
    }

    @Test
    void whoDoesNotComeUpInTimeIsKilled() {
        spawned();
        pass(Rehearsal.BOOT.minusMillis(1));
        assertThat(all(Action.Kill.class)).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(all(Action.Kill.class)).hasSize(1);
        exits();
        assertThat(failure()).contains("--boot-timeout");
    }

    @Test
    void whoDoesNotLeaveIsKilled() {
        spawned().tell(new Happening.WorkerReady(-1));
        pass(Duration.ofSeconds(7));
        assertThat(all(Action.Kill.class)).hasSize(1);
        exits();
        assertThat(failure()).contains("does not leave");
    }

    @Test
    void whileItIsPreparedAReloadTakesItsPlaceAndALateAnswerIsDiscarded() {
        actions.addAll(trial.giveWay("SIGHUP"));
        assertThat(failure()).isEqualTo("broken off by SIGHUP");
        assertThat(all(Action.CancelPreparation.class)).containsExactly(new Action.CancelPreparation(-1));
        prepared();
        assertThat(all(Action.Discard.class)).containsExactly(new Action.Discard(-1));
        assertThat(all(Action.Spawn.class)).isEmpty();
    }

    @Test
    void aStopKillsItEvenIfItsProcessIsNotKnownYet() {
        prepared();
        actions.addAll(trial.breakOff("SIGTERM"));
        assertThat(all(Action.Kill.class)).isEmpty();
        tell(new Happening.WorkerSpawned(-1, 77));
        assertThat(all(Action.Kill.class)).hasSize(1);
        exits();
        assertThat(failure()).isEqualTo("broken off by SIGTERM");
    }

    @Test
    void whatServesIsNoneOfItsBusiness() {
        assertThat(Trial.concerns(new Happening.WorkerReady(1))).isFalse();
        assertThat(Trial.concerns(new Happening.GenerationPrepared(1, Rehearsal.policy(1))))
                .isFalse();
        assertThat(Trial.concerns(new Happening.TimePassed())).isFalse();
    }
}
