// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.controller.plan.Rehearsal.policy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import spawning.controller.ExitStatus;

/** What is different while an application is being developed: mistakes are explained, and wait to be mended. */
class PlannerDevelopmentTest {
    private final Rehearsal developing = new Rehearsal(Duration.ZERO, true);

    @Test
    void codeThatCannotBePreparedIsExplainedAndNotGivenUp() {
        developing.forget().tell(new Happening.GenerationFailed(1, "1 error in Shop.java"));

        assertThat(developing.orders())
                .containsExactly(new Action.AnswerUnavailable(Duration.ofSeconds(1), "1 error in Shop.java"));
        assertThat(developing.said()).contains("1 error in Shop.java; it is tried again when something changes");
        assertThat(developing.planner.nextDeadline()).isEmpty();
    }

    @Test
    void theMendedCodeIsPreparedWhenItChangesAndServesAsUsual() {
        developing.tell(new Happening.GenerationFailed(1, "1 error")).forget();

        developing.tell(new Happening.ReloadRequested("Shop.java changed"));
        assertThat(developing.orders()).containsExactly(new Action.Prepare(2));
        developing.forget().tell(new Happening.GenerationPrepared(2, policy(1)));
        assertThat(developing.orders())
                .containsExactly(new Action.StopAnsweringUnavailable(), new Action.Spawn(1, 1, 2));
        developing.forget().comesUp(1);
        assertThat(developing.orders()).containsExactly(new Action.Accept(1), new Action.Settled(2));
    }

    @Test
    void codeThatDoesNotComeUpIsNotStartedAgainBeforeItChanges() {
        developing
                .tell(new Happening.GenerationPrepared(1, policy(2)))
                .spawned(1)
                .forget();

        developing.tell(new Happening.WorkerFailed(1, "no database"));
        developing.tell(new Happening.WorkerExited(1, 1, "exit code 1")).pass(Duration.ofHours(1));

        assertThat(developing.all(Action.Spawn.class)).isEmpty();
        assertThat(developing.all(Action.AnswerUnavailable.class))
                .singleElement()
                .satisfies(answer -> assertThat(answer.explanation()).contains("worker 1", "no database"));
        developing.forget().reload(2, policy(2));
        assertThat(developing.orders())
                .containsExactly(
                        new Action.Prepare(2),
                        new Action.StopAnsweringUnavailable(),
                        new Action.Spawn(2, 1, 2),
                        new Action.Discard(1));
    }

    @Test
    void asOftenAsItFails() {
        for (int generation = 1; generation <= 20; generation++) {
            developing.forget().tell(new Happening.GenerationFailed(generation, "error " + generation));
            assertThat(developing.all(Action.AnswerUnavailable.class)).hasSize(1);
            developing.tell(new Happening.ReloadRequested("Shop.java changed"));
        }
        assertThat(developing.all(Action.Exit.class)).isEmpty();
    }

    @Test
    void aSecondMistakeIsShownInPlaceOfTheFirstAlthoughBothAreCountedAsOneError() {
        developing.tell(new Happening.GenerationFailed(1, "1 error")).forget();

        developing.tell(new Happening.ReloadRequested("Shop.java changed"));
        developing.forget().tell(new Happening.GenerationFailed(2, "1 error"));

        assertThat(developing.all(Action.AnswerUnavailable.class)).hasSize(1);
    }

    @Test
    void aMistakeInTheNextCodeIsExplainedInPlaceOfTheWorkerThatFailedBefore() {
        developing
                .tell(new Happening.GenerationPrepared(1, policy(1)))
                .spawned(1)
                .tell(new Happening.WorkerFailed(1, "no database"))
                .tell(new Happening.WorkerExited(1, 1, "exit code 1"))
                .tell(new Happening.ReloadRequested("Shop.java changed"))
                .forget();

        developing.tell(new Happening.GenerationFailed(2, "1 error")).pass(Duration.ofHours(1));

        assertThat(developing.orders()).containsExactly(new Action.AnswerUnavailable(Duration.ofSeconds(1), "1 error"));
        assertThat(developing.said()).contains("1 error; it is tried again when something changes");
    }

    @Test
    void whatWasGoodServesOnWhileANewMistakeIsMended() {
        developing
                .tell(new Happening.GenerationPrepared(1, policy(1)))
                .comesUp(1)
                .forget();

        developing
                .tell(new Happening.ReloadRequested("Shop.java changed"))
                .tell(new Happening.GenerationFailed(2, "1 error"));

        assertThat(developing.orders()).containsExactly(new Action.Prepare(2));
        assertThat(developing.said()).contains("1 error; generation 1 serves on");
    }

    @Test
    void stoppingWhileAMistakeIsExplainedEndsAtOnce() {
        developing.tell(new Happening.GenerationFailed(1, "1 error")).forget().stop();

        assertThat(developing.orders())
                .containsExactly(new Action.StopAnsweringUnavailable(), new Action.Exit(ExitStatus.STOPPED, ""));
    }
}
