// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JvmArgumentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx512m",
                "-XX:+UseZGC",
                "-XX:MaxMetaspaceSize=128m",
                "-XX:InitialRAMPercentage=12.5",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-preview"
            })
    void whatCannotHoldASecretIsShown(String argument) {
        assertThat(JvmArguments.shown(argument)).isEqualTo(argument);
    }

    @ParameterizedTest
    @CsvSource({
        "-Ddb.password=gold,-Ddb.password=***",
        "-Ddb=jdbc:postgresql://h/d?password=gold,-Ddb=***",
        "-Dx.y=a=gold,-Dx.y=***",
        "-javaagent:/a.jar=key:gold,-javaagent=***",
        "-agentlib:jdwp=gold,-agentlib=***",
        "-XX:OnError=curl gold,-XX:OnError=***",
        "-XX:Flags=gold12,-XX:Flags=***",
        "-Xlog:all:file=gold,-Xlog=***",
        "gold,***"
    })
    void ofAllElseTheNameIs(String argument, String shown) {
        assertThat(JvmArguments.shown(argument)).isEqualTo(shown).doesNotContain("gold");
    }

    @Test
    void aPropertyWithoutAValueHasNothingToHide() {
        assertThat(JvmArguments.shown("-Dverbose")).isEqualTo("-Dverbose");
    }
}
