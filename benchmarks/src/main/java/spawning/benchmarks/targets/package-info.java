/** Is it as fast as it was meant to be? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.targets;
