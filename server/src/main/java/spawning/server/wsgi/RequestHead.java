// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.util.Map;

/**
 * A request up to its body, checked against the rules of HTTP.
 *
 * @param method as sent
 * @param target as sent
 * @param parts the target taken apart
 * @param protocol {@code HTTP/1.1} or {@code HTTP/1.0}
 * @param headers names and values, in the order in which they came
 * @param scheme {@code http} or {@code https}
 * @param remote the client's end of the connection
 * @param local our end
 */
public record RequestHead(
        String method,
        String target,
        RequestTarget parts,
        String protocol,
        Iterable<Map.Entry<String, String>> headers,
        String scheme,
        Endpoint remote,
        Endpoint local) {
    /** The target without its query, for logs: without control characters, as sent. */
    public String shownPath() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }
}
