// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.factory;

import org.jspecify.annotations.Nullable;

/** What was named on the command line is not there or not of the right kind. The message says so to a person. */
public final class ApplicationLoadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ApplicationLoadException(String message) {
        super(message);
    }

    public ApplicationLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
