// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Puts responses together from what arrives, one after the other. As {@link Connection}, it understands bodies with a Content-Length and bodies
 * that end with the connection.
 */
final class AnswerReader {
    private static final String HEADER_END = "\r\n\r\n";
    private static final String LENGTH = "\r\ncontent-length:";
    private static final int UNTIL_THE_END = -1;

    private final StringBuilder header = new StringBuilder(256);
    private final StringBuilder body = new StringBuilder();
    private boolean inBody;
    private boolean keepsOpen = true;
    private int length;
    private int status;

    /** Whether the response is whole now. */
    boolean read(ByteBuf bytes) {
        if (!inBody) {
            readHeader(bytes);
        }
        if (inBody && bytes.isReadable()) {
            body.append(bytes.readCharSequence(bytes.readableBytes(), StandardCharsets.US_ASCII));
        }
        return inBody && length != UNTIL_THE_END && body.length() >= length;
    }

    /** Whether the response is whole if the connection ends now. */
    boolean endsWithConnection() {
        return inBody && length == UNTIL_THE_END;
    }

    /** Whether another request may be sent after this response. */
    boolean keepsOpen() {
        return keepsOpen;
    }

    /** The whole response; what is read then is the next one. */
    Answer take() {
        Answer answer = new Answer(status, body.toString());
        header.setLength(0);
        body.setLength(0);
        inBody = false;
        return answer;
    }

    private void readHeader(ByteBuf bytes) {
        header.append(bytes.readCharSequence(bytes.readableBytes(), StandardCharsets.US_ASCII));
        int end = header.indexOf(HEADER_END);
        if (end < 0) {
            return;
        }
        inBody = true;
        body.append(header, end + HEADER_END.length(), header.length());
        parse(header.substring(0, end).toLowerCase(Locale.ROOT));
    }

    private void parse(String lines) {
        length = UNTIL_THE_END;
        status = lines.startsWith("http/1.") ? Integer.parseInt(lines.substring(9, 12)) : 0;
        int at = lines.indexOf(LENGTH);
        if (at >= 0) {
            int end = lines.indexOf('\r', at + LENGTH.length());
            length = Integer.parseInt(lines.substring(at + LENGTH.length(), end < 0 ? lines.length() : end)
                    .strip());
        }
        keepsOpen = length != UNTIL_THE_END && !lines.contains("\r\nconnection: close");
    }
}
