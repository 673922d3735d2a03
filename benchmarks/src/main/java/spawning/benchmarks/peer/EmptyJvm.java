// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

/** A JVM that has nothing to do: the unit in which starts are measured. */
public final class EmptyJvm {
    private EmptyJvm() {}

    public static void main(String[] arguments) {}
}
