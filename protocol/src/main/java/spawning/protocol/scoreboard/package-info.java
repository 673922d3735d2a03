// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/**
 * What a worker lets the controller see of itself without a message: counters, gauges, the requests in flight and the end
 * of its log, in memory that both have mapped; and what workers let each other see.
 */
@org.jspecify.annotations.NullMarked
package spawning.protocol.scoreboard;
