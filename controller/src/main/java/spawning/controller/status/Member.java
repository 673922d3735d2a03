// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status;

import java.time.Instant;
import spawning.controller.launch.LaunchedWorker;

/**
 * A worker's process.
 *
 * @param number of its spawning, which no other worker ever gets
 * @param slot lowest free number from 1 when it was started
 * @param startedAt when the process was made
 * @param startedNanos the same by the monotonic clock
 */
public record Member(
        long number, int slot, int generation, LaunchedWorker process, Instant startedAt, long startedNanos) {}
