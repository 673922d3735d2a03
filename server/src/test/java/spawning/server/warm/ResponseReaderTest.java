// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spawning.server.warm.ResponseReader.BrokenResponse;

class ResponseReaderTest {
    private final List<String> cookies = new ArrayList<>();
    private final ResponseReader reader = new ResponseReader(cookies::add);

    private boolean read(String text) throws BrokenResponse {
        return reader.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Byte by byte; returns after how many it was complete, or -1. */
    private int completeAfter(String text) throws BrokenResponse {
        for (int i = 0; i < text.length(); i++) {
            if (read(text.substring(i, i + 1))) {
                return i + 1;
            }
        }
        return -1;
    }

    @Test
    void aLengthSaysWhereTheEndIs() throws BrokenResponse {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde";
        assertThat(completeAfter(response + "more")).isEqualTo(response.length());
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.closes()).isFalse();
    }

    @Test
    void noBodyEndsWithItsHead() throws BrokenResponse {
        assertThat(read("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .isTrue();
        assertThat(reader.closes()).isTrue();
        assertThat(new ResponseReader(cookies::add)
                        .read(ByteBuffer.wrap("HTTP/1.1 304 Not Modified\r\n\r\n".getBytes(StandardCharsets.US_ASCII))))
                .isTrue();
    }

    @Test
    void chunksEndWithTheLastOneAndItsTrailers() throws BrokenResponse {
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n";
        assertThat(completeAfter(response + "HTTP/1.1")).isEqualTo(response.length());
    }

    @Test
    void anInterimResponseIsNotTheAnswer() throws BrokenResponse {
        assertThat(read("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")).isFalse();
        assertThat(read("HTTP/1.1 204 No Content\r\n\r\n")).isTrue();
        assertThat(reader.status()).isEqualTo(204);
    }

    @Test
    void withoutALengthItEndsWithItsConnection() throws BrokenResponse {
        assertThat(read("HTTP/1.1 200 OK\r\n\r\nall of")).isFalse();
        assertThat(read("this")).isFalse();
        assertThat(reader.ended()).isTrue();
        assertThat(reader.closes()).isTrue();
    }

    @Test
    void aResponseThatBreaksOffIsNotTakenForWhole() throws BrokenResponse {
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc")).isFalse();
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void cookiesAreShown() throws BrokenResponse {
        assertThat(read("HTTP/1.1 204 OK\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\n\r\n"))
                .isTrue();
        assertThat(cookies).containsExactly("a=1; Path=/", "b=2");
    }

    @Test
    void nonsenseIsNamed() {
        assertThatThrownBy(() -> read("SSH-2.0\r\n")).hasMessage("it begins with 'SSH-2.0'");
        assertThatThrownBy(() -> new ResponseReader(cookies::add)
                        .read(ByteBuffer.wrap(
                                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n".getBytes(StandardCharsets.US_ASCII))))
                .hasMessage("'x' is no length");
    }
}
