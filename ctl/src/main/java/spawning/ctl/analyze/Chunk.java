// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import spawning.ctl.analyze.count.Counter;
import spawning.ctl.analyze.line.Bytes;
import spawning.ctl.analyze.line.Entry;
import spawning.ctl.analyze.line.LineParser;

/**
 * Some lines of a file.
 *
 * @param bytes those before {@code length} are the lines
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Chunk(byte[] bytes, int length, ChunkReader.End end) {
    /** Broken lines of which an example is kept. */
    static final int EXAMPLES = 3;

    private static final int SHOWN = 160;

    /**
     * A line that could not be understood.
     *
     * @param number of the line in its chunk, from 0
     * @param text its beginning
     */
    record Broken(long number, String why, String text) {}

    /**
     * What was in a chunk.
     *
     * @param lines all of them
     * @param filled lines that are not empty
     * @param broken lines that could not be understood
     * @param examples the first of them
     */
    record Lines(long lines, long filled, long broken, List<Broken> examples) {}

    /** Counts the lines. */
    Lines count(LineParser parser, Entry entry, Counter counter) {
        long lines = 0;
        long filled = 0;
        long broken = 0;
        List<Broken> examples = new ArrayList<>();
        int next;
        for (int from = 0; from < length; from = next) {
            int lineEnd = Bytes.indexOf(bytes, from, length, (byte) '\n');
            next = lineEnd + 1;
            int to = lineEnd > from && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            lines++;
            if (to == from) {
                continue;
            }
            filled++;
            if (end != ChunkReader.End.TOO_LONG && parser.parse(bytes, from, to, entry)) {
                counter.add(entry);
            } else if (broken++ < EXAMPLES) {
                examples.add(new Broken(lines - 1, why(lineEnd), text(from, to)));
            }
        }
        return new Lines(lines, filled, broken, examples);
    }

    private String why(int lineEnd) {
        if (lineEnd < length || end == ChunkReader.End.WHOLE) {
            return "not of the format";
        }
        return end == ChunkReader.End.TOO_LONG ? "longer than " + bytes.length + " bytes" : "cut off";
    }

    private String text(int from, int to) {
        int shown = Math.min(SHOWN, to - from);
        return new String(bytes, from, shown, StandardCharsets.UTF_8) + (shown < to - from ? "..." : "");
    }
}
