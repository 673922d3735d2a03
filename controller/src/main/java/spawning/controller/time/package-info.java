// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What does the controller wait for, and by which clock? */
@org.jspecify.annotations.NullMarked
package spawning.controller.time;
