// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

/**
 * A request that was in flight when the scoreboard was read.
 *
 * @param line method and path, without the query, which may hold secrets; cut where it is long
 * @param startNanos when its head was complete, by {@code System.nanoTime} of the machine's monotonic clock, which on
 *     Linux all processes share
 * @param threadId of the thread that runs it, as thread dumps of the worker have it; 0 while it waits for one
 */
public record Flight(String line, long startNanos, long threadId) {}
