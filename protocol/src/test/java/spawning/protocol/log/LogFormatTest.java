// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.protocol.log.LogFormat.Literal;
import spawning.protocol.log.LogFormat.Value;

class LogFormatTest {
    @ParameterizedTest
    @ValueSource(strings = {"spawning", "common", "combined", "json", "%h", "%{X-Forwarded-For}i", "a%%b"})
    void isReadFromANameOrAFormatString(String text) {
        assertThat(LogFormat.parse(text)).isNotNull();
    }

    @Test
    void aFormatStringIsTextAndDirectives() {
        assertThat(LogFormat.parse("%h:%>s 5%% \"%{X-A}o\""))
                .isEqualTo(new LogFormat.Pattern(java.util.List.of(
                        new Value(LogField.REMOTE, ""),
                        new Literal(":"),
                        new Value(LogField.STATUS, ""),
                        new Literal(" 5% \""),
                        new Value(LogField.RESPONSE_HEADER, "X-A"),
                        new Literal("\""))));
    }

    @Test
    void formatsAreEqualWhenTheirPartsAre() {
        assertThat(LogFormat.parse("%h %>s"))
                .isEqualTo(LogFormat.parse("%h %>s"))
                .hasSameHashCodeAs(LogFormat.parse("%h %>s"))
                .isNotEqualTo(LogFormat.parse("%h %B"))
                .isNotEqualTo(LogFormat.parse("json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "%h %S; \"%S\" at position 4; did you mean %s?",
                "%a; \"%a\" at position 1; did you mean %h?",
                "x%z; position 2; there are %h %l %u %t %r",
                "%h %; \"%\" at position 4; there are",
                "%i; position 1; did you mean %{Name}i?",
                "%>b; position 1; did you mean %b?",
                "%{A}x; \"%{A}x\"; did you mean %{Name}i?",
                "%{A}s; position 1; did you mean %s?",
                "%h %{A; position 4; followed by the name of a header",
                "%{a b}i; position 1; followed by the name of a header",
                "%{}i; position 1; followed by the name of a header",
                "plain; \"plain\" is no format; spawning, common, combined, json",
            })
    void whatIsNoFormatIsToldWithItsPlace(String text, String where, String what) {
        assertThatThrownBy(() -> LogFormat.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(what);
    }

    @Test
    void linesCannotBeBrokenOrBecomeTooLong() {
        assertThatThrownBy(() -> LogFormat.parse("%h\n%s")).hasMessageContaining("position 3");
        assertThatThrownBy(() -> LogFormat.parse("%h" + "x".repeat(4096))).hasMessageContaining("4096");
        assertThatThrownBy(() -> LogFormat.parse("%r".repeat(70))).hasMessageContaining("leave something out");
    }
}
