// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/**
 * Notes for several people, kept in a folder that several worker processes share. {@link notes.Notes} is the application,
 * {@link notes.RequestId} its middleware.
 */
package notes;
