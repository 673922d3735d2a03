// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.wsgi.Header;

class ResponseHeadTest {
    @Test
    void theLengthIsTakenOutOfTheHeaders() {
        Header other = new Header("X", "y");
        assertThat(ResponseHead.of("200 OK", List.of(new Header("content-length", "7"), other)))
                .isEqualTo(new ResponseHead(200, "OK", List.of(other), 7));
    }

    @Test
    void aReasonMayBeEmptyAndHaveLatinLetters() {
        assertThat(ResponseHead.of("200 ", List.of()).reason()).isEmpty();
        assertThat(ResponseHead.of("404 Nicht da: \u00fc", List.of()).reason()).isEqualTo("Nicht da: \u00fc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "200", "OK", "20 OK", "2000 OK", "100 Continue", "101 Up", "600 X", "abc d", "200 a\r\nb"})
    void otherStatusesAreRefused(String status) {
        assertThatThrownBy(() -> ResponseHead.of(status, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'', x",
        "a b, x",
        "a:, x",
        "X, 'a\nb'",
        "X, 'a\rb'",
        "X, 'a\u0001'",
        "X, \u20ac",
        "Connection, close",
        "TRANSFER-ENCODING, chunked",
        "Keep-Alive, x",
        "Upgrade, x",
        "Content-Length, -1",
        "Content-Length, 1x",
        "Content-Length, ''",
        "Content-Length, 99999999999999999999"
    })
    void otherHeadersAreRefused(String name, String value) {
        assertThatThrownBy(() -> ResponseHead.of("200 OK", List.of(new Header(name, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n")
                .doesNotContain("\r");
    }

    @Test
    void twoLengthsAreRefused() {
        Header length = new Header("Content-Length", "1");
        assertThatThrownBy(() -> ResponseHead.of("200 OK", List.of(length, length)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
