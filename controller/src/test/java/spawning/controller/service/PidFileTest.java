// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.ExitStatus;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;

/** The pid file tells the truth, and takes nothing from others. */
class PidFileTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("shop.pid");
    }

    private PidFile take() throws CannotStartException {
        return PidFile.take(file(), Optional.empty());
    }

    @Test
    void itHoldsOurPidWhileItIsThereAndIsGoneAfterwards() throws Exception {
        try (PidFile _ = take()) {
            assertThat(file()).hasContent(ProcessHandle.current().pid() + "\n");
            assertThat(folder.toFile().list()).as("nothing is left beside").containsExactly("shop.pid");
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void aSecondStartIsRefusedWithThePidOfTheFirst() throws Exception {
        try (PidFile _ = take()) {
            assertThatThrownBy(this::take)
                    .isInstanceOfSatisfying(
                            CannotStartException.class,
                            e -> assertThat(e.status()).isEqualTo(ExitStatus.USAGE))
                    .hasMessageContaining(
                            "running already, pid " + ProcessHandle.current().pid());
            assertThat(folder.toFile().list()).containsExactly("shop.pid");
        }
    }

    @Test
    void oneThatNobodyLocksAndWhoseProcessIsGoneIsTakenOver() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(file(), ended.pid() + "\n");
        try (PidFile _ = take()) {
            assertThat(file()).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void oneOfALivingProcessOfAnotherProgramIsLeftAlone() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(file(), other.pid() + "\n");
            Files.setLastModifiedTime(file(), FileTime.from(Instant.now().plusSeconds(5)));
            assertThatThrownBy(this::take).hasMessageContaining("pid " + other.pid());
            assertThat(file()).hasContent(other.pid() + "\n");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatHasEndedAndThatNobodyWaitedForDoesNotCount() throws Exception {
        Process careless = new ProcessBuilder(
                        "perl", "-e", "$| = 1; $p = fork; exit 0 unless $p; print \"$p\\n\"; sleep 60")
                .start();
        try (var said = careless.inputReader()) {
            Files.writeString(file(), said.readLine() + "\n");
            Files.setLastModifiedTime(file(), FileTime.from(Instant.now().plusSeconds(5)));
            try (PidFile _ = take()) {
                assertThat(file()).hasContent(ProcessHandle.current().pid() + "\n");
            }
        } finally {
            careless.destroyForcibly().waitFor();
        }
    }

    @Test
    void oneOlderThanTheProcessOfItsNumberIsStale() throws Exception {
        Process reused = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(file(), reused.pid() + "\n");
            Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
            try (PidFile _ = take()) {
                assertThat(file()).hasContent(ProcessHandle.current().pid() + "\n");
            }
        } finally {
            reused.destroyForcibly().waitFor();
        }
    }

    @Test
    void garbageIsTakenOverAndALinkIsNotFollowed() throws Exception {
        Files.writeString(file(), "hello");
        take().close();
        Path target = Files.writeString(folder.resolve("precious"), "precious");
        Files.createSymbolicLink(file(), target);
        assertThatThrownBy(this::take).hasMessageContaining("symbolic link");
        assertThat(target).hasContent("precious");
    }

    @Test
    void oneThatSomebodyPutInItsPlaceIsNotRemoved() throws Exception {
        PidFile ours = take();
        Files.delete(file());
        Files.writeString(file(), "4711\n");
        ours.close();
        assertThat(file()).hasContent("4711\n");
    }

    /** As separate processes do: the locks of two open files of one process exclude each other, too (flock(2)). */
    @Test
    void ofSeveralWhoStartAtTheSameMomentOneWins() throws Exception {
        for (int round = 0; round < 300; round++) {
            boolean stale = round % 2 == 0;
            if (stale) {
                Files.writeString(file(), "garbage");
            }
            List<PidFile> winners = allAtOnce(4);
            assertThat(winners).as("round %d, stale %s", round, stale).hasSize(1);
            winners.getFirst().close();
            assertThat(folder).isEmptyDirectory();
        }
    }

    private List<PidFile> allAtOnce(int starters) throws Exception {
        CyclicBarrier together = new CyclicBarrier(starters);
        List<PidFile> winners = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < starters; i++) {
            Path beside = folder.resolve("shop.pid." + i + ".new");
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    together.await();
                    winners.add(PidFile.take(file(), beside, Optional.empty()));
                } catch (CannotStartException refused) {
                    assertThat(refused).hasMessageContaining("shop.pid");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
        return winners;
    }

    @Test
    void oneThatSomebodyLocksIsLeftAloneWhateverItHolds() throws Exception {
        Files.writeString(file(), "");
        try (Fd other = Posix.openExisting(file())) {
            assertThat(Posix.tryFlock(other)).isTrue();
            assertThatThrownBy(this::take).hasMessageContaining("pid unknown");
        }
    }

    @Test
    void whereNoneCanBeMadeThatIsSaid() throws IOException {
        Path folderInItsPlace = Files.createDirectory(file());
        assertThatThrownBy(this::take).hasMessageContaining("cannot be made").hasMessageContaining("--pidfile");
        assertThat(folderInItsPlace).isEmptyDirectory();
    }
}
