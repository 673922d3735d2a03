// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** Which signals reach the controller, and what does a hang-up mean? */
@org.jspecify.annotations.NullMarked
package spawning.controller.signal;
