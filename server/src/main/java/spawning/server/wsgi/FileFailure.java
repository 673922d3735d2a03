// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.IOException;

/** A file could not be sent to its end, and that is not the client's doing: the connection had to be cut. */
public final class FileFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** A failure; the message says what the file was to have and what it has. */
    public FileFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
