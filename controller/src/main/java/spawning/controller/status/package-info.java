// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** How does the service stand, and what happened? Published by the controller's thread, read by any other. */
@org.jspecify.annotations.NullMarked
package spawning.controller.status;
