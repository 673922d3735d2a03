// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.reloader.revision.Command.Result;

class CommandTest {
    @TempDir
    Path folder;

    @Test
    void itHasStandardStreamsOnlyNothingToReadAndEnglishMessages() throws Exception {
        try (Command command = new Command()) {
            String script = "ls /proc/self/fd; cat; echo $LC_ALL";
            Result<String> result = command.text(folder, List.of("sh", "-c", script));
            assertThat(result.value()).isEqualTo("0\n1\n2\n3\nC.UTF-8"); // 3 is how ls reads the folder
        }
    }

    @Test
    void muchOutputThatNobodyUnderstandsDoesNotHoldItUp() throws Exception {
        try (Command command = new Command()) {
            Result<String> result = command.run(folder, List.of("sh", "-c", "seq 100000; echo no >&2; exit 3"), out -> {
                throw new IOException("not understood");
            });
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.value()).isNull();
            assertThat(result.error()).isEqualTo("no");
        }
    }

    @Test
    void whatTakesTooLongIsKilledAndSaid() {
        try (Command command = new Command(Duration.ofMillis(100))) {
            assertThatThrownBy(() -> command.text(folder, List.of("sleep", "3600")))
                    .isInstanceOf(Trouble.class)
                    .hasMessageContaining("'sleep 3600' in " + folder + " took longer than")
                    .hasMessageContaining("was killed");
        }
    }

    @Test
    void whatIsNotInstalledIsSaid() {
        try (Command command = new Command()) {
            assertThatThrownBy(() -> command.text(folder, List.of("no-such-program")))
                    .isInstanceOf(Trouble.class)
                    .hasMessage("no-such-program is not installed (there is none on PATH)");
        }
    }

    @Test
    void closingKillsWhatRunsAndLetsNothingStart() throws Exception {
        Command command = new Command();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Integer> exit = new AtomicReference<>();
        Thread runner = Thread.ofPlatform().start(() -> exit.set(runUntilKilled(command, begun)));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        command.close();
        assertThat(runner.join(Duration.ofSeconds(30))).isTrue();
        assertThat(exit.get()).isEqualTo(128 + 9);
        assertThatThrownBy(() -> command.text(folder, List.of("true"))).isInstanceOf(Trouble.class);
    }

    private int runUntilKilled(Command command, CountDownLatch begun) {
        try {
            return command.run(folder, List.of("sh", "-c", "echo; exec sleep 3600"), out -> {
                        var _ = out.read();
                        begun.countDown();
                        return "";
                    })
                    .exit();
        } catch (Trouble | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
