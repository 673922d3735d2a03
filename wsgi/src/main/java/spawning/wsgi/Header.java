// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.util.Objects;

/**
 * A response header field.
 *
 * @param name the field name, a token of RFC 9110 section 5.6.2; its case is kept
 * @param value the field value, without line breaks or control characters
 */
public record Header(String name, String value) {
    /** Checks nothing but that both are there; what they may hold is checked by start. */
    public Header {
        Objects.requireNonNull(name, "header name");
        Objects.requireNonNull(value, "header value");
    }
}
