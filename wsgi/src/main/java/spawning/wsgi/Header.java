// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A response header field.
 *
 * @param name the field name, a token of RFC 9110 section 5.6.2; its case is kept
 * @param value the field value, without line breaks or control characters
 */
public record Header(String name, String value) {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "trailers",
            "transfer-encoding",
            "upgrade");

    /** Checks nothing but that both are there; what they may hold is checked by start. */
    public Header {
        Objects.requireNonNull(name, "header name");
        Objects.requireNonNull(value, "header value");
    }

    /**
     * Whether the field belongs to the connection, so to the server, which refuses it from applications: PEP 3333, "Other
     * HTTP Features".
     */
    public boolean isHopByHop() {
        return switch (name.length()) {
            case 2, 7, 8, 10, 17, 18, 19 -> HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
            default -> false; // none of them is that long, and most headers need not be looked up
        };
    }
}
