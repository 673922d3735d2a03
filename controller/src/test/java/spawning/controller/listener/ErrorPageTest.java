// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Is the page that explains a mistake readable, safe, and short enough to be sent at once? */
class ErrorPageTest {
    @Test
    void saysWhatIsWrongAndMeansItLiterally() {
        String page = page("1 error in Shop.java", "Shop.java:3: error: '<' & \"b\"\n  List<String> x\n");

        assertThat(page)
                .startsWith("HTTP/1.1 503 ")
                .contains("<p>1 error in Shop.java\n</p>", "error: '&lt;' &amp; \"b\"\n  List&lt;String&gt; x\n</pre>")
                .contains("http-equiv=\"refresh\"");
    }

    @Test
    void itsLengthIsCountedInBytes() {
        String page = page("Größe", "");
        int body = page.indexOf("\r\n\r\n") + 4;
        int length = page.substring(body).getBytes(StandardCharsets.UTF_8).length;

        assertThat(page).contains("Content-Length: " + length + "\r\n").doesNotContain("<pre>");
    }

    @Test
    void whatDoesNotFitTheSmallestSendBufferIsLeftToTheLog() {
        assertThat(ErrorPage.response("<".repeat(9_000), "<€<€<€<€\n".repeat(20_000)))
                .hasSizeLessThan(16_384);
        assertThat(page("x", "line\n".repeat(20_000))).contains("line\n... (the log has all)");
    }

    private static String page(String why, String details) {
        return new String(ErrorPage.response(why, details), StandardCharsets.UTF_8);
    }
}
