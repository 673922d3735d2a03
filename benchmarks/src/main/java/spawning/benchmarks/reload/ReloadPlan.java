// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.reload;

import java.time.Duration;

/**
 * How often and under which load.
 *
 * @param every from one reload to the next; later when the last one has not come to its end
 * @param steady how long the load runs before the first one
 * @param length how long after that
 * @param warmUp before saturation is measured
 * @param saturation how long that is measured; the load is half of it
 */
public record ReloadPlan(
        Duration every, Duration steady, Duration length, Duration warmUp, Duration saturation, int connections) {}
