// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a visitor was given to show again, so that an application which makes sessions makes one for it, and not one a request. */
final class Cookies {
    private static final int MOST = 20;

    /** Characters of them all: with more, a server with usual limits would not take the request (--max-header). */
    private static final int MOST_CHARACTERS = 4096;

    private final Map<String, String> kept = new LinkedHashMap<>();

    /** @param value of a Set-Cookie header (RFC 6265); attributes are not looked at */
    void set(String value) {
        int end = value.indexOf(';');
        String pair = (end < 0 ? value : value.substring(0, end)).strip();
        int equals = pair.indexOf('=');
        if (equals <= 0) {
            return;
        }
        String name = pair.substring(0, equals);
        int length = length() - kept.getOrDefault(name, "").length() + pair.length();
        if (length <= MOST_CHARACTERS && (kept.size() < MOST || kept.containsKey(name))) {
            kept.put(name, pair);
        }
    }

    private int length() {
        return kept.values().stream().mapToInt(String::length).sum();
    }

    /** The value of a Cookie header; empty when there are none. */
    String shown() {
        return kept.isEmpty() ? "" : kept.values().stream().collect(Collectors.joining("; "));
    }
}
