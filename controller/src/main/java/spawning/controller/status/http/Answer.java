// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.http;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param status of HTTP
 * @param type of the content
 * @param headers beside those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record Answer(int status, String type, byte[] body, Map<String, String> headers) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    static Answer text(int status, String text) {
        return text(status, text, Map.of());
    }

    static Answer text(int status, String text, Map<String, String> headers) {
        return new Answer(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8), headers);
    }

    static Answer json(int status, JsonObject json) {
        return new Answer(status, JSON, (json + "\n").getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
