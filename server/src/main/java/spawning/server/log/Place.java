// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

/**
 * Which worker writes a log.
 *
 * @param slot the worker's number
 * @param generation of its code
 * @param pid of its process
 */
public record Place(int slot, int generation, long pid) {}
