// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import java.io.IOException;
import java.io.InputStream;
import spawning.ctl.analyze.line.Bytes;

/** Cuts a stream into buffers of whole lines. One thread. */
final class ChunkReader {
    private final InputStream stream;
    private final byte[] carried;
    private int carriedLength;
    private boolean ended;
    private boolean inLongLine;

    /** How the last line of a buffer ends. */
    enum End {
        WHOLE,
        /** By the end of the file. */
        CUT_OFF,
        /** It is the only one, and longer than the buffer; the rest of it is skipped. */
        TOO_LONG
    }

    /**
     * What a buffer holds.
     *
     * @param length bytes in use; 0 when there is no more
     */
    record Filled(int length, End end) {}

    /** @param size of the buffers, in bytes: the longest line that is understood */
    ChunkReader(InputStream stream, int size) {
        this.stream = stream;
        this.carried = new byte[size];
    }

    /** Fills a buffer of the size given; blocks until it is full or the stream has ended. */
    Filled fill(byte[] buffer) throws IOException {
        if (inLongLine) {
            skipLine(buffer);
        }
        System.arraycopy(carried, 0, buffer, 0, carriedLength);
        int length = carriedLength + read(buffer, carriedLength);
        carriedLength = 0;
        int end = Bytes.lastIndexOf(buffer, 0, length, (byte) '\n') + 1;
        if (ended) {
            return new Filled(length, end == length ? End.WHOLE : End.CUT_OFF);
        }
        if (end == 0) {
            inLongLine = true;
            return new Filled(length, End.TOO_LONG);
        }
        carry(buffer, end, length);
        return new Filled(end, End.WHOLE);
    }

    private void skipLine(byte[] buffer) throws IOException {
        int length;
        int lineEnd;
        do {
            length = read(buffer, 0);
            lineEnd = Bytes.indexOf(buffer, 0, length, (byte) '\n');
        } while (lineEnd == length && !ended);
        inLongLine = false;
        carry(buffer, Math.min(length, lineEnd + 1), length);
    }

    private int read(byte[] buffer, int from) throws IOException {
        int room = buffer.length - from;
        int read = ended ? 0 : stream.readNBytes(buffer, from, room);
        ended = read < room;
        return read;
    }

    private void carry(byte[] buffer, int from, int to) {
        System.arraycopy(buffer, from, carried, 0, to - from);
        carriedLength = to - from;
    }
}
