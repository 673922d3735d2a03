// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What counts as the end of a process? */
@Timeout(60)
class StopCommandTest {
    @Test
    void aProcessThatRunsHasNotEnded() {
        assertThat(StopCommand.runs(ProcessHandle.current().pid())).isTrue();
    }

    /** The shell tells the number of a child that has ended, and gives way to one that never asks for children. */
    @Test
    void aZombieHasEndedHoweverLongItsParentTakesToNotice() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sh", "-c", "sh -c 'echo $$; read line' & exec sleep 60")
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        try (var lines = parent.inputReader()) {
            long zombie = Long.parseLong(lines.readLine());
            while (StopCommand.runs(zombie)) {
                Thread.onSpinWait(); // until the limit of the test
            }
            assertThat(ProcessHandle.of(zombie)).isPresent();
        } finally {
            parent.destroyForcibly();
            assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
