// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** Tests of how the controller gets along with those who start it. */
@org.jspecify.annotations.NullMarked
package spawning.controller.service;
