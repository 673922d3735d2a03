// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.IOException;
import java.time.Duration;

/**
 * Locks that the processes which share sessions respect, and that go with their process, however it dies. One thread at a time
 * for one key; {@link QueuedLocks} sees to that.
 */
interface ProcessLocks {
    /** Takes the lock, or says false at once where another process has it. */
    boolean tryLock(long key) throws IOException;

    /** Gives it back. Nothing happens where it is lost already. */
    void unlock(long key);

    /** Longest pause between two tries for a lock that another process has. */
    Duration longestPause();
}
