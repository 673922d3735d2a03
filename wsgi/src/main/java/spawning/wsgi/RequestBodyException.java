// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.io.IOException;
import java.io.Serial;

/**
 * The request's body cannot be read to its end: thrown by {@code wsgi.input}. An application need not catch it. When it lets
 * this exception, or any other that comes of it, through before the response has begun, the server answers as
 * {@link Kind#status} says.
 */
public final class RequestBodyException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** Why. */
    public enum Kind {
        /** The client closed the connection before the body was complete, or the worker is ending; nobody is answered. */
        ABORTED(0),
        /** No byte came for {@code --body-timeout}. */
        TIMED_OUT(408),
        /** A body without a Content-Length grew larger than {@code --max-body}. */
        TOO_LARGE(413),
        /** The body breaks the rules of the chunked coding. */
        MALFORMED(400);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The status that the server answers with; 0 when there is nobody to answer. */
        public int status() {
            return status;
        }
    }

    /** A body that cannot be read; made by servers. */
    public RequestBodyException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}
