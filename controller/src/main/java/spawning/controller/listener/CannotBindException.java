// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An address cannot be listened on: which, why, and who holds it. */
public final class CannotBindException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param why for people; ends the sentence */
    public CannotBindException(Bind bind, String why, @Nullable Throwable cause) {
        super("cannot bind " + bind + ": " + why, cause);
    }
}
