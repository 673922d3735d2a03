// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header: the present as an IMF-fixdate (RFC 9110, section 5.6.7), made once a second. Any thread. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private volatile Second second = new Second(Long.MIN_VALUE, new byte[0]);

    private static final class Second {
        final long epochSecond;
        final byte[] line;

        Second(long epochSecond, byte[] line) {
            this.epochSecond = epochSecond;
            this.line = line;
        }
    }

    /** With its line end; not to be changed. */
    byte[] line() {
        long now = System.currentTimeMillis() / 1000;
        Second last = second;
        if (last.epochSecond != now) {
            last = new Second(now, line(now));
            second = last;
        }
        return last.line;
    }

    private static byte[] line(long epochSecond) {
        String text = FORMAT.format(Instant.ofEpochSecond(epochSecond));
        return ("Date: " + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
