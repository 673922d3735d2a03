// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.util.Optional;

/**
 * What one start of a subject has cost. Memory is PSS, in bytes: pages that processes share are counted once.
 *
 * @param controller of the process that serves nothing itself; 0 where there is none
 * @param idle of all that serve, after the first answers
 * @param loaded likewise, after a load
 * @param ready seconds from the start of the median worker to its readiness, for Spawning
 * @param answer seconds from the command to the first answer, of the last one started
 */
record Cost(
        String subject,
        int processes,
        long controller,
        long idle,
        long loaded,
        Optional<Double> ready,
        double answer) {}
