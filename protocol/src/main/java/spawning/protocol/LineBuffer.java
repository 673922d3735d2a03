// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts what a pipe delivers into lines. Not thread-safe. A line over {@link MessageLine#MAX_BYTES} is dropped whole. */
public final class LineBuffer {
    private final byte[] partial = new byte[MessageLine.MAX_BYTES];
    private int length;
    private boolean overlong;

    /** Takes all remaining bytes and returns the lines completed by them, without their line feeds. */
    public List<String> add(ByteBuffer bytes) {
        List<String> lines = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n') {
                if (!overlong) {
                    lines.add(new String(partial, 0, length, StandardCharsets.UTF_8));
                }
                length = 0;
                overlong = false;
            } else if (length == partial.length) {
                overlong = true;
            } else {
                partial[length++] = b;
            }
        }
        return lines;
    }
}
