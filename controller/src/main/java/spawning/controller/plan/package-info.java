// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What should happen next? Pure: no clock, no I/O, no threads. */
@org.jspecify.annotations.NullMarked
package spawning.controller.plan;
