// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersFlagsTest {
    @ParameterizedTest
    @CsvSource({
        "-Xmx256m, MaxHeapSize, 268435456",
        "-XX:MaxHeapSize=1g, MaxHeapSize, 1073741824",
        "-Xms64K, InitialHeapSize, 65536",
        "-Xmx1048576, MaxHeapSize, 1048576",
        "-XX:MinHeapSize=1T, MinHeapSize, 1099511627776",
    })
    void theShortNamesAndTheLongOnesAreTheSame(String option, String name, long bytes) {
        UsersFlags flags = new UsersFlags(List.of(option), Map.of());
        assertThat(flags.size(name)).hasValue(bytes);
        assertThat(flags.last(List.of("Other", name))).hasValue("-J " + option);
    }

    @Test
    void theLastOneCounts() {
        UsersFlags flags = new UsersFlags(List.of("-Xmx1g", "-XX:+UseG1GC", "-Xmx2m", "-XX:-UseG1GC"), Map.of());
        assertThat(flags.size("MaxHeapSize")).hasValue(2 << 20);
        assertThat(flags.last(List.of("UseG1GC"))).hasValue("-J -XX:-UseG1GC");
    }

    @Test
    void whatIsNoSizeIsFoundButHasNone() {
        UsersFlags flags = new UsersFlags(List.of("-Xmx{slot}00m", "-XX:MaxRAMPercentage=20.5"), Map.of());
        assertThat(flags.last(List.of("MaxHeapSize"))).isPresent();
        assertThat(flags.size("MaxHeapSize")).isEmpty();
        assertThat(flags.size("MaxRAMPercentage")).isEmpty();
        assertThat(flags.size("InitialHeapSize")).isEmpty();
    }

    @Test
    void otherOptionsMeanNothingHere() {
        UsersFlags flags = new UsersFlags(
                List.of("-Dx=-Xmx1g", "-Xlog:gc", "-Xshare:off", "-XX:OnError=kill -9 %p", "--add-opens=a/b=C", "-X"),
                Map.of());
        assertThat(flags.last(List.of("MaxHeapSize"))).isEmpty();
    }

    @Test
    void theVariablesOfTheJvmAreRead() {
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            UsersFlags flags = new UsersFlags(List.of(), Map.of(variable, " -Dx=1  '-Xmx1g' \"-XX:+UseZGC\"\n"));
            assertThat(flags.last(List.of("MaxHeapSize"))).hasValue(variable + " -Xmx1g");
            assertThat(flags.last(List.of("UseZGC"))).hasValue(variable + " -XX:+UseZGC");
            assertThat(flags.file()).isEmpty();
        }
    }

    @Test
    void filesOfOptionsAreSeen() {
        assertThat(new UsersFlags(List.of(), Map.of("JDK_JAVA_OPTIONS", "-Dx @jvm.args")).file())
                .hasValue("JDK_JAVA_OPTIONS @jvm.args");
        assertThat(new UsersFlags(List.of("-XX:VMOptionsFile=jvm.options"), Map.of()).file())
                .hasValue("-J -XX:VMOptionsFile=jvm.options");
    }
}
