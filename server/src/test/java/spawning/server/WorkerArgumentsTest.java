// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WorkerArgumentsTest {
    @Test
    void theControllersCommandLineIsRead() {
        String[] args = {"/run/x/gen-1/settings", "slot=2", "lifeline=3,4", "scoreboard=5,6", "listeners=7,8"};
        assertThat(WorkerArguments.parse(args))
                .isEqualTo(new WorkerArguments(
                        Path.of("/run/x/gen-1/settings"), 2, 3, 4, 5, 6, List.of(7, 8), OptionalLong.empty()));
    }

    @Test
    void aBootIsTracedFromWhenTheControllerStartedIt() {
        String[] args = {"/x/settings", "slot=2", "lifeline=3,4", "scoreboard=5,6", "listeners=7", "trace-boot=-812"};
        assertThat(WorkerArguments.parse(args).traced()).hasValue(-812);
    }

    @Test
    void aPersonWhoStartsItIsToldHowItIsStarted() {
        assertThatThrownBy(() -> WorkerArguments.parse(new String[] {"--help"}))
                .hasMessageContaining("by the controller");
    }
}
