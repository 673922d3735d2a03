// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

/**
 * Which revision a working copy holds.
 *
 * @param id equal as long as it holds the same
 * @param name of it, for people; unequal revisions may have the same
 */
record Revision(String id, String name) {}
