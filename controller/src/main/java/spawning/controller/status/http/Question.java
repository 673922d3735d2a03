// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.Optional;

/**
 * A request, as far as an answer depends on it.
 *
 * @param path decoded
 * @param query as it came; empty without one
 * @param accept types that the client wants; empty: any
 * @param knownTag of the content that the client has already; empty: none
 */
record Question(String path, String query, String accept, String knownTag) {
    static Question of(HttpExchange exchange) {
        return new Question(
                Optional.ofNullable(exchange.getRequestURI().getPath()).orElse(""),
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                header(exchange, "Accept"),
                header(exchange, "If-None-Match"));
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    /** Whether the client asks for JSON rather than for a text. */
    boolean wantsJson() {
        return accept.contains("application/json");
    }

    /** The value of a parameter; of the last, if it is there twice. */
    Optional<String> parameter(String name) {
        Optional<String> found = Optional.empty();
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                found = Optional.of(pair.substring(name.length() + 1));
            }
        }
        return found;
    }
}
