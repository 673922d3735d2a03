// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.idle;

import spawning.benchmarks.load.Latencies;

/**
 * One state of the worker.
 *
 * @param idle connections that do nothing
 * @param polls requests that wait
 * @param others how the others are served meanwhile
 */
public record Phase(String title, int idle, int polls, Memory memory, Latencies others) {}
