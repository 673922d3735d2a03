// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** How HTTP is spoken, whichever library speaks it. */
@org.jspecify.annotations.NullMarked
package spawning.server.engine;
