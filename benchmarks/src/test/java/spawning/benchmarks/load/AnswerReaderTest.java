// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    private final AnswerReader reader = new AnswerReader();

    @Test
    void anAnswerThatArrivesByteByByteIsWholeWithItsLastByte() {
        String text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        for (int i = 0; i < text.length() - 1; i++) {
            assertThat(reader.read(bytes(text.substring(i, i + 1)))).isFalse();
        }

        assertThat(reader.read(bytes("c"))).isTrue();
        assertThat(reader.keepsOpen()).isTrue();
        assertThat(reader.take()).isEqualTo(new Answer(200, "abc"));
    }

    @Test
    void anEmptyBodyIsWholeWithItsHeader() {
        assertThat(reader.read(bytes("HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n")))
                .isTrue();
        assertThat(reader.take()).isEqualTo(new Answer(204, ""));
    }

    @Test
    void aConnectionThatTheServerClosesIsNotUsedAgain() {
        assertThat(reader.read(bytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")))
                .isTrue();
        assertThat(reader.keepsOpen()).isFalse();
    }

    @Test
    void aBodyWithoutLengthEndsWithItsConnection() {
        assertThat(reader.read(bytes("HTTP/1.0 200 OK\r\n\r\nabc"))).isFalse();
        assertThat(reader.endsWithConnection()).isTrue();
        assertThat(reader.take()).isEqualTo(new Answer(200, "abc"));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
