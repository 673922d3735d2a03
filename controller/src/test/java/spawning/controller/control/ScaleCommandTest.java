// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import spawning.controller.plan.Standing;
import spawning.controller.plan.WorkerState;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.Outcome;

/** What does {@code scale N --wait} say, and when? */
class ScaleCommandTest {
    private static Standing standing(boolean stopping, int wanted, WorkerState... states) {
        List<Standing.OfWorker> workers = List.of(states).stream()
                .map(state -> new Standing.OfWorker(1, 1, 1, 1, state, 0, false))
                .toList();
        return new Standing(stopping, true, 0, 1, 1, 0, wanted, Optional.empty(), "", workers);
    }

    private static Optional<Outcome> outcome(Standing now, int workers, boolean over) {
        return ScaleCommand.verdict(now, workers, over).map(ControlReply.End::outcome);
    }

    @Test
    void itIsDoneWhenSoManyAreReadyAndNotBefore() {
        assertThat(outcome(standing(false, 2, WorkerState.READY, WorkerState.STARTING), 2, false))
                .isEmpty();
        assertThat(outcome(standing(false, 2, WorkerState.READY, WorkerState.READY), 2, false))
                .contains(Outcome.DONE);
    }

    @Test
    void anotherNumberThatIsWantedMeanwhileIsNoSuccess() {
        assertThat(outcome(standing(false, 1, WorkerState.READY), 4, false)).contains(Outcome.REFUSED);
    }

    @Test
    void aStopMeanwhileIsNoSuccess() {
        assertThat(outcome(standing(true, 2, WorkerState.READY, WorkerState.READY), 2, false))
                .contains(Outcome.REFUSED);
        assertThat(outcome(standing(false, 2, WorkerState.READY, WorkerState.READY), 2, true))
                .contains(Outcome.REFUSED);
    }
}
