// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.start;

import java.util.Optional;

/**
 * One start.
 *
 * @param answer seconds from the command to the first answer
 * @param cpu seconds of all its processes until all its workers are ready
 * @param ready seconds from the start of the median worker's JVM to its readiness, for Spawning
 */
public record Start(String contender, double answer, double cpu, Optional<Double> ready) {}
