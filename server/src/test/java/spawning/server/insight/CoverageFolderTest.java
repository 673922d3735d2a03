// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageFolderTest {
    @TempDir
    Path state;

    @Test
    void aQuestionIsForThoseThatLiveUntilEachHasAnswered() throws IOException {
        CoverageFolder folder = CoverageFolder.beside(state.resolve("gen-1"));
        String own = CoverageFolder.ownName();
        folder.write(own, new byte[] {1});
        folder.write("999999999-5", new byte[] {2});
        folder.write(ProcessHandle.current().pid() + "-7", new byte[] {3}); // one that had our pid before us
        folder.write("past", new byte[] {4});
        assertThat(folder.living()).containsExactly(own);
        assertThat(folder.dataOfTheDead()).hasSize(2).doesNotContain(folder.file(own), folder.file("past"));
        assertThat(folder.data()).hasSize(4);

        Path question = folder.ask();
        assertThat(folder.questions(own)).containsExactly(question);
        CoverageFolder.answer(question, own);
        assertThat(CoverageFolder.answered(question, own)).isTrue();
        assertThat(folder.questions(own)).isEmpty();
        CoverageFolder.withdraw(question);
        CoverageFolder.answer(question, own);
        assertThat(question).doesNotExist();
    }

    @Test
    void reportsAreNumberedAndTheNewestTwoStay() throws IOException {
        ReportFolders reports = new ReportFolders(state);
        for (int i = 1; i <= 11; i++) {
            Path begun = reports.begin();
            Files.writeString(begun.resolve("index.html"), "report " + i);
            reports.finish(begun);
        }
        assertThat(Files.readString(reports.newest().orElseThrow().resolve("index.html")))
                .isEqualTo("report 11");
        try (var files = Files.list(state)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void noNameLeadsOutOfAReport() throws IOException {
        Path report = Files.createDirectory(state.resolve("report"));
        Files.writeString(state.resolve("settings"), "secret");
        Files.writeString(report.resolve("a.css"), "x");
        assertThat(ReportPage.of(report, "a.css").status()).isEqualTo(200);
        for (String name :
                new String[] {"../settings", "x/../../settings", state + "/settings", "/" + state, "", "a\0b", "."}) {
            assertThat(ReportPage.of(report, name).status()).as(name).isEqualTo(404);
        }
    }
}
