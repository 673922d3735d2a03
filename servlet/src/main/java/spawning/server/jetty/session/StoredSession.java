// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

/**
 * A session as a store keeps it.
 *
 * @param content what {@link SessionContent} wrote; nobody changes the array
 * @param accessed when a request last used it, ms since 1970
 * @param version goes up with each write where the store counts, 0 where it does not
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record StoredSession(byte[] content, long accessed, long version) {}
