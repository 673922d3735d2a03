// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Begins the response: {@code start_response} of PEP 3333. Valid until the request ends, on the request's thread. */
@FunctionalInterface
public interface StartResponse {
    /**
     * Sets status and headers. Nothing is sent before the first non-empty element of the body.
     *
     * @param status a status code and a reason, such as {@code "200 OK"}
     * @param headers the header fields, in the order in which they are sent; changed by nobody afterwards. The server
     *     adds Date and Server unless they are given, and all that frames the body
     * @return a way to send the body in pieces before the application returns
     * @throws IllegalArgumentException the status or a header is not a legal one; nothing was set
     * @throws IllegalStateException it was called before, and this call carries no error
     */
    default Write start(String status, List<Header> headers) {
        return start(status, headers, null);
    }

    /** The same with the headers one by one: {@code start.start("200 OK", new Header("Content-Type", "text/plain"))}. */
    default Write start(String status, Header... headers) {
        return start(status, List.of(headers), null);
    }

    /**
     * Sets status and headers, replacing those set before when an error is given: the {@code exc_info} of PEP 3333.
     *
     * @param status as above
     * @param headers as above
     * @param error what went wrong, or null for the first call
     * @return a way to send the body in pieces
     * @throws IllegalArgumentException the status or a header is not a legal one; what was set before stays
     * @throws IllegalStateException headers were already sent; the given error is its cause, and the application
     *     lets it through: the response can only be broken off
     */
    Write start(String status, List<Header> headers, @Nullable Throwable error);
}
