// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import spawning.wsgi.RequestBodyException;
import spawning.wsgi.RequestBodyException.Kind;

/** Why the body of a request cannot be read to its end. */
public enum BodyFailure {
    /** The client closed the connection, or the worker is ending. */
    ABORTED(Kind.ABORTED, "the client went away before the request body was complete"),
    /** No byte came for {@code --body-timeout}. */
    TIMED_OUT(Kind.TIMED_OUT, "no part of the request body came within the body timeout"),
    /** More came than {@code --max-body} allows. */
    TOO_LARGE(Kind.TOO_LARGE, "the request body is larger than allowed"),
    /** It breaks the rules of the chunked coding. */
    MALFORMED(Kind.MALFORMED, "the request body is malformed");

    private final Kind kind;
    private final String text;

    BodyFailure(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /** What the client is answered when nothing was sent yet; 0 when there is nobody to answer. */
    public int status() {
        return kind.status();
    }

    /** What the application is thrown. */
    public RequestBodyException exception() {
        return new RequestBodyException(kind, text);
    }

    /** What it reads in the exception. */
    public String text() {
        return text;
    }
}
