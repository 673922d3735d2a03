// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** The format of a line. Any thread. */
final class AccessLine {
    /** The longest request line that is shown, in bytes as shown: a whole log line fits PIPE_BUF. */
    private static final int MAX_REQUEST_LINE = 3500;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private volatile Second second = new Second(Long.MIN_VALUE, "");

    /** A date as text, made once a second. */
    private record Second(long epochSecond, String text) {}

    byte[] format(String remote, String requestLine, int status, long bytes, long nanos) {
        String date = date(System.currentTimeMillis() / 1000);
        int capacity = remote.length() + date.length() + Math.min(requestLine.length() * 4, MAX_REQUEST_LINE) + 70;
        Line line = new Line(capacity);
        line.text(remote.isEmpty() ? "-" : remote).text(" - - [").text(date).text("] \"");
        line.escaped(requestLine.isEmpty() ? "-" : requestLine);
        line.text("\" ")
                .number(status)
                .text(" ")
                .number(bytes)
                .text(" ")
                .seconds(nanos)
                .text("\n");
        return line.bytes();
    }

    private String date(long now) {
        Second last = second;
        if (last.epochSecond != now) {
            last = new Second(now, DATE.format(Instant.ofEpochSecond(now)));
            second = last;
        }
        return last.text;
    }

    /** Bytes under construction. */
    private static final class Line {
        private final byte[] bytes;
        private int length;

        Line(int capacity) {
            bytes = new byte[capacity];
        }

        Line text(String ascii) {
            for (int i = 0; i < ascii.length(); i++) {
                bytes[length++] = (byte) ascii.charAt(i);
            }
            return this;
        }

        Line number(long value) {
            return text(Long.toString(value));
        }

        /** With six digits after the point. */
        Line seconds(long nanos) {
            long micros = Math.max(0, nanos) / 1000;
            number(micros / 1_000_000).text(".");
            for (long place = 100_000; place > 0; place /= 10) {
                bytes[length++] = (byte) ('0' + micros / place % 10);
            }
            return this;
        }

        /** What could end the line, the quotes or the escape, and what is not ASCII, as {@code \xNN}. */
        Line escaped(String text) {
            int end = length + MAX_REQUEST_LINE - 4;
            for (int i = 0; i < text.length() && length < end; i++) {
                char c = text.charAt(i);
                if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') {
                    bytes[length++] = (byte) c;
                } else {
                    bytes[length++] = '\\';
                    bytes[length++] = 'x';
                    bytes[length++] = HEX[c >> 4 & 15];
                    bytes[length++] = HEX[c & 15];
                }
            }
            return this;
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }
    }
}
