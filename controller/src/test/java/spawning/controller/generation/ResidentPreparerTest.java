// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.config.ApplicationReference;

/** Does a preparer that stays do what one does that is started for each preparation? With real processes. */
@Timeout(60)
class ResidentPreparerTest {
    @TempDir
    Path folder;

    private ResidentPreparer resident;
    private Path source;
    private int generation;

    @BeforeEach
    void preparer() {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        resident =
                new ResidentPreparer(new PreparerCommandLine(java, System.getProperty("java.class.path"), List.of()));
        source = folder.resolve("Shop.java");
    }

    @AfterEach
    void end() {
        resident.close();
    }

    @Test
    void oneProcessMakesAllSnapshots() throws Exception {
        Files.writeString(source, "class Shop {}");
        Process first = begin();
        assertThat(first.waitFor()).isZero();
        Files.writeString(source, "class Shop { int i; }");
        Process second = begin();
        assertThat(second.waitFor()).isZero();

        assertThat(second.pid()).isEqualTo(first.pid());
        assertThat(Snapshot.read(folder.resolve("gen-2")).application()).isEqualTo("Shop");
    }

    @Test
    void aMistakeIsShownAndTheNextOneIsPreparedByTheSameProcess() throws Exception {
        Files.writeString(source, "class Shop { int i = true; }");
        Process wrong = begin();
        assertThat(new String(wrong.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("CONSOLE ", "error: incompatible types", "FAILED Shop.java does not compile: 1 error");
        assertThat(wrong.exitValue()).isEqualTo(1);
        Files.writeString(source, "class Shop {}");
        Process right = begin();

        assertThat(right.waitFor()).isZero();
        assertThat(right.pid()).isEqualTo(wrong.pid());
    }

    @Test
    void afterItWasKilledAnotherOneIsStarted() throws Exception {
        Files.writeString(source, "class Shop {}");
        for (int i = 0; i < 3; i++) {
            Process killed = stopped();
            killed.destroyForcibly();
            assertThat(killed.exitValue()).isIn(134, 137);
            assertThat(ProcessHandle.of(killed.pid()))
                    .as("nobody writes any more")
                    .isEmpty();

            Process next = begin();
            assertThat(next.waitFor()).as("not given to one that is ending").isZero();
            assertThat(next.pid()).isNotEqualTo(killed.pid());
        }
    }

    @Test
    void oneThatIsNearlyDoneIsWaitedForAndKeptWhenItsPreparationIsSuperseded() throws Exception {
        Files.writeString(source, "class Shop {}");
        assertThat(begin().waitFor()).isZero();
        Process superseded = begin();
        superseded.destroyForcibly();

        Process next = begin();
        assertThat(next.waitFor()).isZero();
        assertThat(next.pid()).isEqualTo(superseded.pid());
    }

    /** One that will not be done by itself. */
    private Process stopped() throws Exception {
        Process begun = begin();
        Process kill = new ProcessBuilder("kill", "-STOP", Long.toString(begun.pid())).start();
        assertThat(kill.waitFor()).isZero();
        return begun;
    }

    @Test
    void oneThatWasKilledJustNowIsNotAskedAgain() throws Exception {
        Files.writeString(source, "class Shop {}");
        PreparationRequest first = request();
        PreparationRequest second = request();
        for (int i = 0; i < 5; i++) {
            resident.prepare(first.folder(), folder).destroyForcibly();
            Process next = resident.prepare(second.folder(), folder);

            assertThat(next.waitFor()).isZero();
        }
    }

    @Test
    void whenItEndsByItselfThePreparationThatItWasAtHasFailed() throws Exception {
        Files.writeString(source, "class Shop {}");
        Process begun = begin();
        assertThatExceptionOfType(IllegalThreadStateException.class).isThrownBy(begun::exitValue);
        ProcessHandle.of(begun.pid()).orElseThrow().destroyForcibly();

        assertThat(begun.waitFor()).as("134, unless it was quicker").isIn(0, 134);
    }

    private Process begin() throws Exception {
        return resident.prepare(request().folder(), folder);
    }

    private PreparationRequest request() throws Exception {
        generation++;
        PreparationRequest request = new PreparationRequest(
                Files.createDirectory(folder.resolve("gen-" + generation)),
                new ApplicationReference.SourceFile(source),
                List.of(),
                List.of(),
                List.of(),
                folder,
                Optional.empty(),
                List.of(folder.resolve("wsgi.jar")),
                List.of());
        request.write();
        return request;
    }
}
