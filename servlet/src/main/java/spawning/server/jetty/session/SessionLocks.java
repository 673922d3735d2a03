// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.time.Duration;

/** One holder a session at a time, in this process and in all others. No call waits. */
interface SessionLocks extends AutoCloseable {
    /** How the wait for a lock ended. Called by any thread, which is not to be held up. */
    interface Waiter {
        /** The lock is yours until you release it. */
        void granted();

        /** It is not: the wait was too long, or the place of the locks cannot be reached. */
        void refused(Exception why);
    }

    /**
     * Asks for a lock.
     *
     * @param limit how long to wait for it
     * @return true: you have it, and the waiter hears nothing. False: the waiter will hear
     */
    boolean acquire(long key, Duration limit, Waiter waiter);

    /** Gives a lock back; the next in the queue gets its turn. */
    void release(long key);

    @Override
    void close();

    /** For {@code --session-lock=none}: whoever asks has it. */
    SessionLocks NONE = new SessionLocks() {
        @Override
        public boolean acquire(long key, Duration limit, Waiter waiter) {
            return true;
        }

        @Override
        public void release(long key) {}

        @Override
        public void close() {}
    };
}
