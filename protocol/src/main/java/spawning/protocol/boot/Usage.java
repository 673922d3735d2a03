// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.boot;

/**
 * What a process has used since its start.
 *
 * @param nanos when that was, as {@link System#nanoTime}
 * @param cpuNanos of all its threads, in user and system mode
 * @param classes that were loaded, whether from jars, the JDK or a cache; {@link #UNKNOWN} where nobody counted
 */
record Usage(long nanos, long cpuNanos, long classes) {
    static final long UNKNOWN = -1;
}
