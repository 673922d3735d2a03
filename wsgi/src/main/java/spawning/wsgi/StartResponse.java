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
     * @param headers the header fields, in the order in which they are sent
     * @return a way to send the body in pieces before the application returns
     * @throws IllegalArgumentException the status or a header is not a legal one; nothing was set
     * @throws IllegalStateException it was called before, and this call carries no error
     */
    default Write start(String status, List<Header> headers) {
        return start(status, headers, null);
    }

    /**
     * Sets status and headers, replacing those set before when an error is given: the {@code exc_info} of PEP 3333.
     *
     * @param error what went wrong, or null for the first call
     * @throws IllegalStateException headers were already sent; the given error is its cause
     */
    Write start(String status, List<Header> headers, @Nullable Throwable error);
}
