// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/**
 * What was seen of a worker on its scoreboard. Both numbers only grow; of the first it matters only whether it moved.
 *
 * @param worker its number of spawning
 * @param beats its heartbeat
 * @param requests that it began
 */
public record Sight(long worker, long beats, long requests) {}
