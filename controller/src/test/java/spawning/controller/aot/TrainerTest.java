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
import java.util.concurrent.LinkedBlockingQueue;
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
                Map.of());
        return new Boot(Optional.of(training), Optional.empty(), false);
    }

    private Trainer trainer(long free) {
        return new Trainer(new AotStore(folder.resolve("aot")), () -> {
            looks.add(free);
            return free;
        });
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

    private TrainingState run(AotStore store, String java) throws InterruptedException {
        try (Trainer trainer = new Trainer(store, () -> Long.MAX_VALUE)) {
            trainer.settled(boot(java), Duration.ZERO);
            trainer.awaitIdle();
            return trainer.state();
        }
    }
}
