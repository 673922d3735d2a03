// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.posix.ChildProcess;
import spawning.controller.posix.ExitReason;
import spawning.controller.posix.Posix;
import spawning.controller.posix.Signal;
import spawning.controller.posix.Spawn;

@Timeout(60)
class TrainingStepTest {
    private static final Path SHELL = Path.of("/bin/sh");

    @TempDir
    private Path folder;

    private TrainingStep step(String script) {
        return new TrainingStep(
                SHELL,
                List.of("sh", "-c", script),
                folder,
                Map.of("SPAWNING_TRAINING", "1"),
                folder,
                folder.resolve("log"));
    }

    @Test
    void whatItSaysOnBothChannelsIsKept() throws Exception {
        ExitReason exit =
                step("echo out $SPAWNING_TRAINING; echo err >&2; exit 3").run(Duration.ofSeconds(30));

        assertThat(exit).isEqualTo(new ExitReason.Exited(3));
        assertThat(folder.resolve("log")).content().contains("out 1\n").contains("err\n");
    }

    @Test
    void itHasNothingToReadAndNoDescriptorButItsLifeAndItsFolder() throws Exception {
        step("cat; ls /proc/$$/fd; cd " + TrainingStep.FOLDER + "/ && pwd -P").run(Duration.ofSeconds(30));

        assertThat(Files.readAllLines(folder.resolve("log")))
                .contains("0", "1", "2", "3", "4", folder.toRealPath().toString())
                .doesNotContain("5", "6");
    }

    @Test
    void whenMemoryRunsOutItIsTheFirstToGo() throws Exception {
        ExitReason exit =
                step("until grep -qsx 1000 /proc/$$/oom_score_adj; do :; done").run(Duration.ofSeconds(30));

        assertThat(exit).isEqualTo(new ExitReason.Exited(0));
    }

    @Test
    void whoSaysTooMuchIsNotWrittenDownForEver() throws Exception {
        step("head -c 1000000 /dev/zero").run(Duration.ofSeconds(30));

        assertThat(Files.size(folder.resolve("log"))).isEqualTo(1 << 18);
    }

    @Test
    void afterItsTimeItEndsWithAllThatItStarted() throws Exception {
        ExitReason exit = step("sleep 1000 & echo $! > child; sleep 1000").run(Duration.ofSeconds(1));

        assertThat(exit).isEqualTo(new ExitReason.Signalled(Signal.KILL.number(), false));
        assertGone(Long.parseLong(Files.readString(folder.resolve("child")).strip()));
    }

    @Test
    void whatItLeavesRunningEndsWithIt() throws Exception {
        step("sleep 1000 & echo $! > child; exit 0").run(Duration.ofSeconds(30));

        assertGone(Long.parseLong(Files.readString(folder.resolve("child")).strip()));
    }

    @Test
    void theKernelKillsItAndWhatItStartedWhenItsPipeHangsUp() throws Exception {
        Posix.Pipe life = Posix.pipe2();
        try (ChildProcess child = new Spawn(
                        SHELL,
                        List.of("sh", "-c", "sleep 1000 & echo $! > child.new; mv child.new child; wait"),
                        List.of(life.read()),
                        java.util.Optional.of(folder),
                        Map.of())
                .start()) {
            Posix.killAtHangUp(life.read(), child.pid());
            awaitFile(folder.resolve("child"));
            life.read().close(); // as this process's end would: the child has it open still

            life.write().close();

            assertThat(child.await()).isEqualTo(new ExitReason.Signalled(Signal.KILL.number(), false));
        }
        assertGone(Long.parseLong(Files.readString(folder.resolve("child")).strip()));
    }

    private static void awaitFile(Path file) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!Files.exists(file) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(file).exists();
    }

    private static void assertGone(long pid) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (runs(pid) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(runs(pid)).as("pid %s", pid).isFalse();
    }

    /** Whether there is such a process, and it does not only wait to be reaped, by whoever got it (proc_pid_stat(5)). */
    private static boolean runs(long pid) throws IOException {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z");
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        }
    }
}
