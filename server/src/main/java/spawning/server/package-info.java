// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What does a worker do, in order? */
@org.jspecify.annotations.NullMarked
package spawning.server;
