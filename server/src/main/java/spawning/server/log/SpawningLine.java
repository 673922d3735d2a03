// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import spawning.protocol.log.LogField;
import spawning.server.log.LineFormat.Piece;

/** The default format as one piece: what {@link PatternLine} would make of it, in half the time. */
final class SpawningLine {
    private static final byte[] BEFORE_TIME = " - - [".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_TIME = "] \"".getBytes(StandardCharsets.US_ASCII);

    /** What status, bytes, seconds and id may take, with what stands between them. */
    private static final int BEHIND_REQUEST = LogField.STATUS.bytes()
            + LogField.BYTES.bytes()
            + LogField.SECONDS.bytes()
            + LogField.REQUEST_ID.bytes()
            + 5;

    private final TimeText time = new TimeText(PatternLine.PLAIN_TIME);

    private SpawningLine() {}

    static List<Piece> pieces() {
        return List.of(new Piece(0, new SpawningLine()::write));
    }

    private void write(Line line, int most) {
        text(line, line.request.remote(), LogField.REMOTE.bytes());
        line.raw(BEFORE_TIME).raw(time.at(line.millis)).raw(AFTER_TIME);
        PatternLine.requestLine(line, most - line.length() - BEHIND_REQUEST, '"');
        line.ascii('"').ascii(' ').number(line.status);
        line.ascii(' ').number(line.bytes);
        line.ascii(' ').seconds(line.nanos).ascii(' ');
        text(line, line.request.requestId(), LogField.REQUEST_ID.bytes());
    }

    private static void text(Line line, String text, int most) {
        if (text.isEmpty()) {
            line.ascii('-');
        } else {
            line.escaped(text, 0, text.length(), most, ' ');
        }
    }
}
