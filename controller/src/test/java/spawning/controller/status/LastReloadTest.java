// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import spawning.controller.plan.Milestone;
import spawning.controller.status.LastReload.Result;

class LastReloadTest {
    private final Journal journal = new Journal();
    private Instant now = Instant.EPOCH;

    private void passed(Milestone... milestones) {
        for (Milestone milestone : milestones) {
            journal.add(now, milestone);
            now = now.plusSeconds(1);
        }
    }

    @Test
    void theFirstGenerationIsNoReload() {
        passed(new Milestone.GenerationBegun(1, 0, ""), new Milestone.Serves(1, 4, Duration.ZERO));
        assertThat(journal.lastReload()).isEmpty();
    }

    @Test
    void aReloadRunsUntilItHasAResult() {
        passed(new Milestone.GenerationBegun(2, 0, "SIGHUP"));
        assertThat(journal.lastReload())
                .hasValueSatisfying(reload -> assertThat(reload.result()).isEqualTo(Result.RUNNING));
        passed(new Milestone.Rejected(2, "it does not come up", 1));
        assertThat(journal.lastReload()).hasValueSatisfying(reload -> {
            assertThat(reload.result()).isEqualTo(Result.ROLLED_BACK);
            assertThat(reload.reason()).isEqualTo("it does not come up");
            assertThat(reload.by()).isEqualTo("SIGHUP");
            assertThat(reload.took()).hasValue(Duration.ofSeconds(1));
        });
    }

    @Test
    void theEndOfOneThatWasSupersededIsNotThatOfTheNext() {
        passed(
                new Milestone.GenerationBegun(2, 0, "SIGHUP"),
                new Milestone.GenerationBegun(3, 0, "SIGHUP"),
                new Milestone.Superseded(2, 3));
        assertThat(journal.lastReload())
                .hasValueSatisfying(reload -> assertThat(reload.result()).isEqualTo(Result.RUNNING));
    }
}
