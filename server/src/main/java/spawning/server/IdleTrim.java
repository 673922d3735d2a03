// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.time.Duration;

/**
 * Gives the heap that a busy time has grown back to the machine when the worker is idle: collectors do so only in a full
 * collection, which an idle JVM never comes to. Decides when one is due; at most once after each busy time. One thread.
 */
final class IdleTrim {
    /** For so long no request was answered and none is under way. */
    static final Duration IDLE = Duration.ofSeconds(30);

    /** Less than that is not worth a collection: twice the heap that a worker begins with. */
    static final long LEAST = 64L << 20;

    /** A collection of more might take so long that the first request after the idle time notices. */
    static final long MOST_OLD = 512L << 20;

    private long answered;
    private long since;
    private boolean done = true;

    /**
     * Looks whether a full collection is due; to be called every few seconds.
     *
     * @param now by {@link System#nanoTime}
     * @param answeredSoFar requests, since the start
     * @param underWay whether a request is not answered yet
     * @param committed bytes of the heap that the machine has given
     * @param old bytes of {@link OldObjects}
     */
    boolean isDue(long now, long answeredSoFar, boolean underWay, long committed, long old) {
        if (answeredSoFar != answered || underWay) {
            answered = answeredSoFar;
            since = now;
            done = false;
            return false;
        }
        if (done || now - since < IDLE.toNanos()) {
            return false;
        }
        done = true;
        return committed >= LEAST && old <= MOST_OLD;
    }
}
