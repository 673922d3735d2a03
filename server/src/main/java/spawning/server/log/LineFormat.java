// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import spawning.protocol.log.LogFormat;

/**
 * A format, compiled: writes one line after another, each of at most {@link LogFormat#MAX_LINE} bytes. What is fixed in
 * length gets its place first; what clients chose gets what is left, and at least a share of it. Any thread.
 */
final class LineFormat {
    /** A field of any length leaves so much to each one behind it. */
    private static final int SHARE = 512;

    private final Writer[] writers;

    /** How many bytes are kept for what stands behind each piece. */
    private final int[] kept;

    /** Writes a part of a line. */
    interface Writer {
        /**
         * Writes it.
         *
         * @param most bytes, if it is of any length
         */
        void write(Line line, int most);
    }

    /**
     * A part of a line.
     *
     * @param bytes the most that it takes; 0 when that is what is left
     */
    record Piece(int bytes, Writer writer) {
        static Piece literal(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Piece(bytes.length, (line, most) -> line.raw(bytes));
        }
    }

    /**
     * Compiles a format.
     *
     * @param place what is the same in all lines
     */
    static LineFormat compile(LogFormat format, Place place) {
        if (LogFormat.parse("spawning").equals(format)) {
            return new LineFormat(SpawningLine.pieces());
        }
        return interpreted(format, place);
    }

    /** The same for any format, piece by piece. */
    static LineFormat interpreted(LogFormat format, Place place) {
        return new LineFormat(
                switch (format) {
                    case LogFormat.Json() -> JsonLine.pieces(place);
                    case LogFormat.Pattern(List<LogFormat.Part> parts) -> PatternLine.pieces(parts, place);
                });
    }

    private LineFormat(List<Piece> pieces) {
        writers = pieces.stream().map(Piece::writer).toArray(Writer[]::new);
        int fixed = 1 + pieces.stream().mapToInt(Piece::bytes).sum();
        long texts = pieces.stream().filter(piece -> piece.bytes == 0).count();
        int share = (int) Math.min(SHARE, (LogFormat.MAX_LINE - fixed) / Math.max(1, texts));
        kept = new int[pieces.size()];
        int behind = 1; // the line feed
        for (int i = pieces.size() - 1; i >= 0; i--) {
            kept[i] = behind;
            behind += pieces.get(i).bytes == 0 ? share : pieces.get(i).bytes;
        }
    }

    /** The line of a request, with its line feed. */
    byte[] line(LoggedRequest request, int status, long bytes, long nanos) {
        Line line = new Line(request, status, bytes, nanos, System.currentTimeMillis());
        for (int i = 0; i < kept.length; i++) {
            writers[i].write(line, LogFormat.MAX_LINE - kept[i] - line.length());
        }
        return line.ascii('\n').bytes();
    }
}
