// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** How is an application found? */
@org.jspecify.annotations.NullMarked
package spawning.server.factory;
