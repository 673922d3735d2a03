// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** How much memory the processes of an instance use, and how much is left. Reads /proc and the control group. */
@org.jspecify.annotations.NullMarked
package spawning.controller.memory;
