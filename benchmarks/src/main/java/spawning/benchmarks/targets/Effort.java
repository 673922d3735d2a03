// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.targets;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param starts of all contenders, for throughput
 * @param rounds after each of those
 * @param visit how long wrk runs in a round
 * @param warmUp of each JVM after its start
 * @param repeats of everything else that is started several times
 * @param reload how long reloads go on
 * @param controller how long the controller is looked at
 * @param controllerWorkers idle workers beside it
 * @param seed of all orders
 */
public record Effort(
        int starts,
        int rounds,
        Duration visit,
        Duration warmUp,
        int repeats,
        Duration reload,
        Duration controller,
        int controllerWorkers,
        long seed) {}
