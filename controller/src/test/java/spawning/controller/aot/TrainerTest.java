// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When is a cache trained, and when not? */
@Timeout(60)
class TrainerTest {
    @TempDir
    private Path folder;

    private final BlockingQueue<Long> looks = new LinkedBlockingQueue<>();

    /** How long it waited, where nobody waits really. */
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    private Duration limit = Training.LIMIT;

    private Boot boot(String java) {
        Training training = new Training(
                "a".repeat(64),
                "shop",
                Path.of(java),
                List.of(),
                List.of(),
                List.of(),
                folder.resolve("t"),
                folder,
                Map.of(),
                limit);
        return new Boot(Optional.of(training), Optional.empty(), false);
    }

    private Trainer trainer(long free) {
        return new Trainer(
                new AotStore(folder.resolve("aot")),
                () -> {
                    looks.add(free);
                    return free;
                },
                Thread::sleep);
    }

    @Test
    void whereMemoryIsShortNothingIsTrained() throws Exception {
        try (Trainer trainer = trainer(Trainer.MEMORY - 1)) {
            trainer.settled(boot("/bin/false"), Duration.ZERO);

            assertThat(looks.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(trainer.state().phase()).isEqualTo(TrainingState.Phase.WAITING);
        }
        assertThat(folder.resolve("aot")).doesNotExist();
    }

    @Test
    void aTrainingThatWasBrokenOffForAReloadThatCameToNothingIsBegunAgain() throws Exception {
        try (Trainer trainer = trainer(0)) {
            trainer.settled(boot("/bin/false"), Duration.ZERO);
            assertThat(looks.poll(30, TimeUnit.SECONDS)).isNotNull();
            trainer.breakOff();

            trainer.resume();

            assertThat(looks.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void onceTheEndHasBegunNothingIsBegunAgain() throws Exception {
        try (Trainer trainer = trainer(0)) {
            trainer.settled(boot("/bin/false"), Duration.ZERO);
            assertThat(looks.poll(30, TimeUnit.SECONDS)).isNotNull();
            trainer.end();

            trainer.resume();

            assertThat(looks.poll(1, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void aFailureOfTheDiskIsNotHeldAgainstTheCode() throws Exception {
        Files.createFile(folder.resolve("t")); // where its folder should go
        AotStore store = new AotStore(folder.resolve("aot"));

        run(store, "/bin/false");

        assertThat(store.failedLately("a".repeat(64))).isFalse();
    }

    @Test
    void aFailureOfTheCodeIs() throws Exception {
        AotStore store = new AotStore(folder.resolve("aot"));

        run(store, "/bin/false");

        assertThat(store.failedLately("a".repeat(64))).isTrue();
    }

    @Test
    void whyThereIsNoCacheIsToldAlsoByAControllerThatDidNotTryForItFailedLately() throws Exception {
        AotStore store = new AotStore(folder.resolve("aot"));
        Path talkative = Files.writeString(folder.resolve("java"), "#!/bin/sh\necho no database; exit 3\n");
        assertThat(talkative.toFile().setExecutable(true)).isTrue();

        TrainingState first = run(store, talkative.toString());
        TrainingState second = run(store, talkative.toString());

        Path said = folder.resolve("aot").resolve("a".repeat(64) + ".log");
        assertThat(first.phase()).isEqualTo(TrainingState.Phase.FAILED);
        assertThat(first.reason()).contains("no database");
        assertThat(first.log()).hasValue(said);
        assertThat(second.phase()).isEqualTo(TrainingState.Phase.FAILED);
        assertThat(second.reason()).contains("within the last day");
        assertThat(second.log()).hasValue(said);
    }

    /** A process that takes its time, but for the last of these tries, of which it fails at once. */
    private String slow(int tries) throws Exception {
        Path java = Files.writeString(folder.resolve("java"), """
                #!/bin/sh
                echo try >> %1$s
                [ $(wc -l < %1$s) -gt %2$d ] && exit 3
                exec sleep 100
                """.formatted(folder.resolve("tries"), tries));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        limit = Duration.ofSeconds(2);
        return java.toString();
    }

    @Test
    void oneThatIsNotDoneInTimeIsTriedAgainAfterAnHour() throws Exception {
        AotStore store = new AotStore(folder.resolve("aot"));

        TrainingState state = run(store, slow(1));

        assertThat(folder.resolve("tries")).content().isEqualTo("try\ntry\n");
        assertThat(pauses).containsExactly(Duration.ZERO, Trainer.LATER);
        assertThat(state.reason()).contains("exit code 3");
    }

    @Test
    void oneThatIsNeverDoneInTimeIsGivenUpForADay() throws Exception {
        AotStore store = new AotStore(folder.resolve("aot"));

        run(store, slow(Trainer.MOST_LATE));

        assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(Trainer.MOST_LATE);
        assertThat(store.failedLately("a".repeat(64))).isTrue();
    }

    @Test
    void whoeverStartsAfterOneThatWasNotDoneInTimeTriesAgainAtOnce() throws Exception {
        AotStore store = new AotStore(folder.resolve("aot"));
        String java = slow(1);
        Semaphore later = new Semaphore(0);
        try (Trainer trainer = new Trainer(store, () -> Long.MAX_VALUE, time -> {
            if (time.equals(Trainer.LATER)) {
                later.release();
                Thread.sleep(time);
            }
        })) {
            trainer.settled(boot(java), Duration.ZERO);
            assertThat(later.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            assertThat(trainer.state().reason()).contains("tried again in 60 minutes");
        }

        run(store, java);

        assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(2);
    }

    private TrainingState run(AotStore store, String java) throws InterruptedException {
        try (Trainer trainer = new Trainer(store, () -> Long.MAX_VALUE, pauses::add)) {
            trainer.settled(boot(java), Duration.ZERO);
            trainer.awaitIdle();
            return trainer.state();
        }
    }
}
