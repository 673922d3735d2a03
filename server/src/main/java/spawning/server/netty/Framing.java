// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import spawning.server.wsgi.ResponseHead;

/** How a client knows where the body of a response ends: RFC 9112, section 6.3. */
enum Framing {
    /** There is none, whatever the headers say. */
    NO_BODY,
    /** Content-Length. */
    LENGTH,
    /** The chunked transfer coding. */
    CHUNKED,
    /** The end of the connection: for clients of HTTP/1.0, who know no chunks. */
    UNTIL_CLOSE;

    static Framing of(ResponseHead response, boolean toHead, boolean toHttp10) {
        if (toHead || response.bodiless()) {
            return NO_BODY;
        }
        if (response.contentLength() != ResponseHead.UNKNOWN) {
            return LENGTH;
        }
        return toHttp10 ? UNTIL_CLOSE : CHUNKED;
    }
}
