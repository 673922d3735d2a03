// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a request for a page of the worker's own.
 *
 * @param headers without those that frame the body
 * @param body whole, also for HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record Answer(int status, String reason, Map<String, String> headers, byte[] body) {
    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    static Answer ok(String type, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
        headers.put("Content-Type", type);
        return new Answer(200, "OK", headers, body);
    }

    /** One sentence. */
    static Answer plain(int status, String reason, String sentence) {
        byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        Answer ok = ok("text/plain; charset=utf-8", body);
        return new Answer(status, reason, ok.headers(), body);
    }

    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, reason, more, body);
    }
}
