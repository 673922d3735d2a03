// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as bytes, outside of the worker. Each call may block for a disk or a database. Safe for use by several threads;
 * one session has one caller at a time where sessions are locked.
 */
interface SessionRecords extends AutoCloseable {
    /** The session, or nothing where there is none. */
    @Nullable
    StoredSession read(SessionKey key) throws IOException;

    /** Whether it is there. */
    boolean exists(SessionKey key) throws IOException;

    /**
     * Writes it whole or not at all: a reader, or a process killed half way, sees the one before.
     *
     * @param maxInactive ms without a request after which it is expired, 0 or less: never
     * @param replaced the version that was read, or {@link #PRESENT}, or {@link #ANY}
     * @return its version from now on
     * @throws SessionEndedException it is to replace one that is not there any more
     * @throws IOException too, where somebody else wrote it since
     */
    long write(SessionKey key, byte[] content, long accessed, long maxInactive, long replaced) throws IOException;

    /** Version that fits each other, and none. */
    long ANY = -1;

    /** Version that fits each other, but not none: a session that was ended meanwhile stays away. */
    long PRESENT = -2;

    /** Says when it was last used, its content being the same. */
    void touch(SessionKey key, long accessed) throws IOException;

    /** Removes it, if it is there. */
    void remove(SessionKey key) throws IOException;

    /**
     * Ids of the context's sessions that are expired, and on the way removes what nobody will miss: what a killed process left
     * half written, and the long expired sessions of other contexts. Empty where another process does this now, or did a short while
     * ago.
     */
    Set<String> scavenge(String context, long now) throws IOException;

    /** Locks that other processes respect, on the same place. */
    ProcessLocks locks();

    @Override
    void close();
}
