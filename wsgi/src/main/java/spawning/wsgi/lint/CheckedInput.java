// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Stands before wsgi.input. */
final class CheckedInput extends InputStream {
    private static final long UNKNOWN = -1;

    private final Call call;
    private final InputStream input;
    private final long length;
    private long read;

    /**
     * The same stream, checked.
     *
     * @param contentLength as it stands in environ, well-formed or absent
     */
    CheckedInput(Call call, InputStream input, @Nullable Object contentLength) {
        this.call = call;
        this.input = input;
        this.length = contentLength instanceof String text && !text.isEmpty() ? Long.parseLong(text) : UNKNOWN;
    }

    @Override
    public int read() throws IOException {
        requireRequest();
        int value = input.read();
        count(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        requireRequest();
        int bytes = input.read(target, offset, count);
        call.require(bytes != 0 || count == 0, Rule.INPUT_READ_NOTHING, "0 of " + count + " bytes");
        count(bytes);
        return bytes;
    }

    @Override
    public int available() throws IOException {
        requireRequest();
        return input.available();
    }

    @Override
    public void close() {
        throw call.breach(Rule.INPUT_CLOSED, "close()");
    }

    private void requireRequest() {
        call.require(!call.requestEnded(), Rule.INPUT_AFTER_END, "read()");
    }

    private void count(int bytes) {
        if (bytes < 0) {
            call.require(
                    length == UNKNOWN || read >= length,
                    Rule.INPUT_TOO_SHORT,
                    "the end after " + read + " bytes, CONTENT_LENGTH = " + length);
            return;
        }
        read += bytes;
        call.require(
                length == UNKNOWN || read <= length, Rule.INPUT_TOO_LONG, read + " bytes, CONTENT_LENGTH = " + length);
    }
}
