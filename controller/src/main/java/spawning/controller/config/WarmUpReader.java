// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.time.Duration;
import java.util.List;
import spawning.protocol.WarmUpSettings;

/** Reads what workers ask themselves before they are ready. */
final class WarmUpReader {
    private static final int LONGEST_PATH = 2000;
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofHours(1);

    private final Values values;

    WarmUpReader(Values values) {
        this.values = values;
    }

    /** @param without whether there is to be none, for another option forbids it */
    WarmUpSettings read(boolean without) {
        List<String> paths = values.each(Option.WARMUP, WarmUpReader::path).stream()
                .distinct()
                .toList();
        WarmUpSettings asked = new WarmUpSettings(
                paths,
                values.value(Option.WARMUP_HOST, WarmUpReader::host),
                values.duration(Option.WARMUP_TIME, LEAST, MOST),
                values.integer(Option.WARMUP_REQUESTS, 0, 1_000_000_000));
        if (!without) {
            return asked;
        }
        values.overrule(Option.WARMUP);
        return WarmUpSettings.NONE;
    }

    private static String path(String text) {
        if (!text.startsWith("/") || text.startsWith("//")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no path; give what stands behind the host, such as /products?page=1");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127 && c != '#')) {
            throw new IllegalArgumentException("\"" + text + "\" has a space, a # or a character beyond ASCII; write"
                    + " such a one as %20. Only GET requests are made");
        }
        Values.inRange(text.length() + " characters", false, text.length() > LONGEST_PATH, "up to " + LONGEST_PATH);
        return text;
    }

    private static String host(String text) {
        if (!text.matches("[A-Za-z0-9._~%:\\[\\]-]{1,255}")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no host; give one as clients name it, such as shop.example.com or [::1]:8080");
        }
        return text;
    }
}
