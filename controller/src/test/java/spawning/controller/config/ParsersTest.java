// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsersTest {
    @ParameterizedTest
    @CsvSource({"10,10000", "0.5,500", "30s,30000", "2m,120000", "500ms,500", "1h,3600000", "0,0", "1.5m,90000"})
    void durations(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "ten", "5d", "1e3", "0.0001", ".5", "5 s", "9999999999"})
    void whatIsNoDuration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"2h,2h", "120,2m", "90,90s", "1.5,1500ms", "0,0s"})
    void durationsAreShownShort(String text, String shown) {
        assertThat(DurationText.format(DurationText.parse(text))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"64k,65536", "512m,536870912", "2g,2147483648", "10,10", "1K,1024"})
    void sizes(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1t", "1.5g", "99999999999g", "999999999999999999999"})
    void whatIsNoSize(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSize.parse(text))
                .withMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"512,524288", "512k,524288", "0,0", "2g,2147483648"})
    void sizesOfMemoryAreKilobytesWithoutAUnit(String text, long bytes) {
        assertThat(ByteSize.parseKilobytes(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5g", "x1", "99999999999999999999"})
    void whatIsNoSizeOfMemoryIsQuotedAsItWasTyped(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSize.parseKilobytes(text))
                .withMessageContaining("\"" + text + "\"")
                .withMessageNotContaining("bytes, or a number and k, m or g: 64k");
    }

    @ParameterizedTest
    @CsvSource({"prot,port", "process,processes", "keepalive,keep-alive", "treads,threads"})
    void theNearestNameIsFound(String typed, String meant) {
        assertThat(NearestName.of(typed, List.of("port", "processes", "keep-alive", "threads", "host")))
                .contains(meant);
    }

    @Test
    void whatIsFarFromAllNamesHasNoNearest() {
        assertThat(NearestName.of("banana", List.of("port", "host"))).isEmpty();
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void applicationsAreToldByTheirShape(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("exploded/WEB-INF"));

        assertThat(ApplicationReference.parse("x/Hello.java", folder))
                .isEqualTo(new ApplicationReference.SourceFile(Path.of("x/Hello.java")));
        assertThat(ApplicationReference.parse("com.acme.Shop$In::app", folder))
                .isEqualTo(new ApplicationReference.Member("com.acme.Shop$In", "app"));
        for (String war : List.of("shop.war", "exploded")) {
            assertThat(ApplicationReference.parse(war, folder))
                    .isEqualTo(new ApplicationReference.WebArchive(Path.of(war)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApplicationReference.parse(".", folder))
                .withMessageContaining("has no WEB-INF");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApplicationReference.parse("boot.jar", folder))
                .withMessageContaining("put the jar on --classpath");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApplicationReference.parse("com..Shop", folder))
                .withMessageContaining("\"com..Shop\" is no application");
    }

    @Test
    void theShellsNameOfTheWorkingDirectoryIsUsedWhileItIsTheSameFolder(@TempDir Path folder) throws IOException {
        Path release = Files.createDirectory(folder.resolve("release-7"));
        Path current = Files.createSymbolicLink(folder.resolve("current"), release);

        assertThat(WorkingDirectory.logical(Map.of("PWD", current.toString()), release))
                .isEqualTo(current);
        assertThat(WorkingDirectory.logical(Map.of("PWD", folder.toString()), release))
                .isEqualTo(release);
        assertThat(WorkingDirectory.logical(Map.of("PWD", "/does/not/exist"), release))
                .isEqualTo(release);
        assertThat(WorkingDirectory.logical(Map.of(), release)).isEqualTo(release);
    }
}
