// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/**
 * What code does a generation run? A snapshot, made once by the preparer, a short-lived JVM of its own, before any
 * worker of the generation starts. {@link spawning.controller.generation.Preparation} is the controller's side,
 * {@link spawning.controller.generation.PreparerMain} the other.
 */
@org.jspecify.annotations.NullMarked
package spawning.controller.generation;
