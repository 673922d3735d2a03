// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

/** A response whose body, of ASCII characters, has been read to its end. */
public record Answer(int status, String body) {}
