// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

/** Why the body of a request cannot be read to its end. */
public enum BodyFailure {
    /** The client closed the connection, or the worker is ending. */
    ABORTED(0, "the client went away before the request body was complete"),
    /** No byte came for {@code --body-timeout}. */
    TIMED_OUT(408, "no part of the request body came within the body timeout"),
    /** More came than {@code --max-body} allows. */
    TOO_LARGE(413, "the request body is larger than allowed"),
    /** It breaks the rules of the chunked coding. */
    MALFORMED(400, "the request body is malformed");

    private final int status;
    private final String text;

    BodyFailure(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** What the client is answered when nothing was sent yet; 0 when there is nobody to answer. */
    public int status() {
        return status;
    }

    /** What the application reads in the exception. */
    public String text() {
        return text;
    }
}
