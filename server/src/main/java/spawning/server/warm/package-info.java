// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What does a worker do before it is ready, so that its first clients find it fast? */
@org.jspecify.annotations.NullMarked
package spawning.server.warm;
