// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutOfMemoryScoreTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0,300", "-500,-200", "200,500", "900,1000", "1000,1000"})
    void itIsRaisedFromWhatWasInheritedAndNeverLowered(String inherited, String raised) throws IOException {
        Path file = Files.writeString(folder.resolve("oom_score_adj"), inherited + "\n");
        OutOfMemoryScore.raise(file);
        assertThat(file).hasContent(raised);
    }

    @Test
    void whereItCannotBeReadOrMeansNothingTheWorkerGoesOn() throws IOException {
        OutOfMemoryScore.raise(folder.resolve("none"));
        Path file = Files.writeString(folder.resolve("oom_score_adj"), "high\n");
        OutOfMemoryScore.raise(file);
        assertThat(file).hasContent("high\n");
    }
}
