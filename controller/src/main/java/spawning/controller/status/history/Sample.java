// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.history;

import org.jspecify.annotations.Nullable;

/**
 * One second. Null is what was not measured, or was not there.
 *
 * @param rate requests that ended, a second
 * @param errors of them, those answered with a status of 500 or above
 * @param p50 seconds within which half of them ended
 * @param p99 seconds within which 99 of 100 did
 * @param rss bytes of all workers together
 * @param queue connections that waited to be accepted, on all listeners of TCP
 * @param inFlight requests that were under way
 * @param ready workers
 */
public record Sample(
        @Nullable Double rate,
        @Nullable Double errors,
        @Nullable Double p50,
        @Nullable Double p99,
        @Nullable Long rss,
        @Nullable Long queue,
        @Nullable Long inFlight,
        @Nullable Long ready) {
    /** Of a second in which nobody looked. */
    static final Sample NONE = new Sample(null, null, null, null, null, null, null, null);
}
