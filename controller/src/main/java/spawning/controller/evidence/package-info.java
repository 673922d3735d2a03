// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What is kept of a worker that was killed or crashed, so that somebody can find out why. */
@org.jspecify.annotations.NullMarked
package spawning.controller.evidence;
