// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import org.jspecify.annotations.Nullable;

/**
 * A request as the access log asks for it: whatever the client sent, unescaped. Called by the thread that logs it, and
 * only for what the format shows.
 */
public interface LoggedRequest {
    /** The client's address, empty for a unix socket. */
    String remote();

    /** Who logged in; empty where nobody did, or the server does not know. */
    default String user() {
        return "";
    }

    /** Empty when the head could not be read, as are target and protocol then. */
    String method();

    /** As sent. */
    String target();

    /** Such as {@code HTTP/1.1}. */
    String protocol();

    /** The values of a header of the request, joined by comma and space; null when it was not sent. */
    @Nullable
    String header(String name);

    /** The same of the response. */
    @Nullable
    String responseHeader(String name);

    /** Empty where requests have no id. */
    String requestId();
}
