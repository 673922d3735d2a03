// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void usualTextStaysAsItIs() {
        for (String text : new String[] {"", "a line", "\tcaf\u00e9 \ud83d\ude00", "C:\\new"}) {
            assertThat(LogText.lines(text)).isSameAs(text);
            assertThat(LogText.line(text)).isSameAs(text);
        }
    }

    @Test
    void noLineAfterTheFirstBeginsAtTheMargin() {
        assertThat(LogText.lines("x\n2026 FORGED\r\n\tat y\n")).isEqualTo("x\n    2026 FORGED\\r\n    \tat y\n    ");
        assertThat(LogText.line("x\n2026 FORGED")).isEqualTo("x\\n2026 FORGED");
    }

    @Test
    void whatATerminalObeysIsEscaped() {
        assertThat(LogText.lines("a\u001b[31m\0\u007f\u009b")).isEqualTo("a\\u001b[31m\\u0000\\u007f\\u009b");
        assertThat(LogText.lines("a\u2028b\u2029c\u0085d\u202ee\u2066f"))
                .isEqualTo("a\\u2028b\\u2029c\\u0085d\\u202ee\\u2066f");
    }

    @Test
    void aLongTextIsCutAndSaysSo() {
        String longest = "x".repeat(LogText.MOST);
        assertThat(LogText.lines(longest)).isSameAs(longest);
        assertThat(LogText.lines(longest + "yz")).isEqualTo(longest + "... (cut: 65536 of 65538 characters)");
        assertThat(LogText.lines(longest.substring(1) + "\ud83d\ude00"))
                .isEqualTo(longest.substring(1) + "... (cut: 65535 of 65537 characters)");
    }
}
