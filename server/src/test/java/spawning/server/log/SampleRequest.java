// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as tests want it. */
record SampleRequest(
        String remote,
        String user,
        String method,
        String target,
        String protocol,
        Map<String, String> headers,
        Map<String, String> responseHeaders,
        String requestId)
        implements LoggedRequest {
    static SampleRequest get(String target) {
        return with(target, Map.of());
    }

    static SampleRequest with(String target, Map<String, String> headers) {
        return new SampleRequest(
                "127.0.0.1", "", "GET", target, "HTTP/1.1", headers, Map.of("X-Out", "o u t"), "4f-1b");
    }

    /** One whose head could not be read. */
    static SampleRequest unreadable() {
        return new SampleRequest("", "", "", "", "", Map.of(), Map.of(), "");
    }

    /** One that has this wherever a client has a say. */
    static SampleRequest evil(String text) {
        return new SampleRequest(
                text, text, text, text, text, Map.of("Referer", text, "User-Agent", text), Map.of("X-Out", text), text);
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return responseHeaders.get(name);
    }
}
