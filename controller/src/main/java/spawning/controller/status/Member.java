// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import java.time.Instant;
import spawning.controller.aot.BootFrom;
import spawning.controller.launch.LaunchedWorker;

/**
 * A worker's process.
 *
 * @param number of its spawning, which no other worker ever gets
 * @param slot lowest free number from 1 when it was started
 * @param from what it was to boot from
 * @param startedAt when the process was made
 * @param startedNanos the same by the monotonic clock
 */
public record Member(
        long number,
        int slot,
        int generation,
        LaunchedWorker process,
        BootFrom from,
        Instant startedAt,
        long startedNanos) {
    /** Whether its JVM runs without the AOT cache that it was given; false also while it has not said so yet. */
    public boolean refusedItsCache() {
        return from.cache().isPresent() && process.scoreboard().runsWithoutArchive();
    }
}
