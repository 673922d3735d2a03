// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A whole HTTP response.
 *
 * @param statusLine without its line end
 * @param fields the header's lines, in order, without line ends
 * @param body decoded when it was chunked
 */
public record Response(String statusLine, List<String> fields, byte[] body) {
    public Response {
        fields = List.copyOf(fields);
    }

    /** The status code. */
    public int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /** All values of a header field, by its name in any case. */
    public List<String> values(String name) {
        String prefix = name + ":";
        return fields.stream()
                .filter(field -> field.regionMatches(true, 0, prefix, 0, prefix.length()))
                .map(field -> field.substring(prefix.length()).strip())
                .toList();
    }

    /** The one value of a header field, or an empty text when there is none. */
    public String value(String name) {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw new IllegalStateException(name + " stands there more than once: " + values);
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the server closes the connection after it. */
    public boolean lastOfConnection() {
        return value("Connection").equalsIgnoreCase("close");
    }

    @Override
    public String toString() {
        return statusLine + "\n" + String.join("\n", fields) + "\n\n" + text();
    }
}
