// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** Where is a worker started, and how is its end seen? */
@org.jspecify.annotations.NullMarked
package spawning.controller.launch;
