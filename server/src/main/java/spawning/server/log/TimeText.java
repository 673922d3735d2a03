// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A time as text in the time zone of this machine, made once a second. Any thread. */
final class TimeText {
    private final DateTimeFormatter format;
    private volatile Second last = new Second(Long.MIN_VALUE, new byte[0]);

    private static final class Second {
        final long epochSecond;
        final byte[] text;

        Second(long epochSecond, byte[] text) {
            this.epochSecond = epochSecond;
            this.text = text;
        }
    }

    /** @param pattern of {@link DateTimeFormatter} */
    TimeText(String pattern) {
        format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneId.systemDefault());
    }

    /** Not to be changed. */
    byte[] at(long millis) {
        long now = Math.floorDiv(millis, 1000L);
        Second second = last;
        if (second.epochSecond != now) {
            second = new Second(now, format.format(Instant.ofEpochSecond(now)).getBytes(StandardCharsets.US_ASCII));
            last = second;
        }
        return second.text;
    }
}
