// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The present as an IMF-fixdate (RFC 9110, section 5.6.7), made once a second. Any thread. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private volatile Second second = new Second(Long.MIN_VALUE, "");

    private record Second(long epochSecond, String text) {}

    String now() {
        long now = System.currentTimeMillis() / 1000;
        Second last = second;
        if (last.epochSecond != now) {
            last = new Second(now, FORMAT.format(Instant.ofEpochSecond(now)));
            second = last;
        }
        return last.text;
    }
}
