// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import org.jspecify.annotations.Nullable;

/** A green thread while it runs on the loop, as a report names it. */
interface Mounted {
    /** Whose it is, for people. */
    String line();

    /** The thread, if it is known. */
    @Nullable
    Thread thread();
}
