// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What of a request's thread belongs to the JVM and not to HTTP: virtual threads that run on the event loop. */
@NullMarked
package spawning.server.green;

import org.jspecify.annotations.NullMarked;
