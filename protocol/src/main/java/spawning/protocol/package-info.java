// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What controller, worker and reloader say to each other. No dependencies, and cheap to load at boot. */
@org.jspecify.annotations.NullMarked
package spawning.protocol;
